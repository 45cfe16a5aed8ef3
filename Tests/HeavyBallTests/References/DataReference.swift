import Foundation

@testable import HeavyBall

/// What NumPy and Python have written and read, from `data_files.json`; `data_files.py` made it and says how to read
/// it.
struct DataReference: Decodable, Sendable {
  let arrays: [Array]
  let refused: [String: Data]
  let decimals: [[String]]
  let table: Table
  let images: Images
  let digits: Digits

  static let stored: DataReference? = try? SeriesReference.read(DataReference.self, "data_files.json")

  struct Array: Decodable, Sendable {
    let name: String
    let shape: [Int]
    let file: Data?
    let header: Data?
    let integers: [String]?
    let reals: [String]?
    /// Whether it is just as this machine writes it.
    let native: Bool
  }

  struct Table: Decodable, Sendable {
    let file: Data
    let rows: [[String]]
  }

  struct Images: Decodable, Sendable {
    let plain: [String]
    let centered: [String]
    let single: [String]
    let places: [[Int]]
    let norm: String
  }

  struct Digits: Decodable, Sendable {
    let counts: [Int]
    let label_moment: Int
    let column_sums: [Int]
    let moments: [Int]
    let centered: [String]
    let norm: String
  }
}

/// The double of 16 hexadecimal digits.
func double(_ digits: String) -> Double { UInt64(digits, radix: 16).map(Double.init(bitPattern:)) ?? .nan }

/// A folder that is removed with its owner.
final class DataFolder {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("heavy-ball-\(UUID().uuidString)").path

  // What fails here shows in the test that misses the folder.
  init() { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ bytes: some Sequence<UInt8>, to name: String = "file") throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    return path + "/" + name
  }

  func read(_ name: String) throws -> [UInt8] {
    Swift.Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
  }

  func failure(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no error"
    } catch let error as FileFailure {
      return error.description.replacingOccurrences(of: path + "/", with: "")
    } catch {
      return "\(error)"
    }
  }
}
