public import Columnar
public import Configuration
public import Digests
public import Runs

// What each library's error means for the exit code is told by the library; here they come under one roof.
extension ColumnarError: StageError {}
extension ConfigurationError: StageError {}
extension DigestError: StageError {}
extension RunError: StageError {}
