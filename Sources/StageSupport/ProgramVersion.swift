/// The version that `--version` prints and manifests carry.
public enum ProgramVersion {
    public static let text = "0.1.0"
}
