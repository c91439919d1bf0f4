// Framework
