// StageSupport
