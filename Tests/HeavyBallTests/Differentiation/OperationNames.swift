import Foundation
import Testing

extension OperationSample {
  /// The names of the operations, as their files give them: what has no sample is seen.
  static func namesInSources() throws -> [String] {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources/HeavyBall")
    let files = try #require(FileManager.default.enumerator(at: sources.standardized, includingPropertiesForKeys: nil))
    return try files.compactMap { $0 as? URL }
      .filter { $0.pathExtension == "swift" && $0.deletingLastPathComponent().lastPathComponent == "Operations" }
      .flatMap { try String(contentsOf: $0, encoding: .utf8).matches(of: /static let name = "(.*)"/).map { String($0.1) } }
  }
}
