import HeavyBall

/// A message of Jupyter's protocol (5.4), between its frames on the wire and the parts that say something.
///
/// Frames: who it is for, one or more; `<IDS|MSG>`; the signature; header, parent's header, metadata and content as JSON.
struct KernelMessage: Equatable {
  /// Who has sent it, or is to get it; of a broadcast its topic.
  var identities: [[UInt8]] = []
  /// JSON, as it came: it is the answer's `parent_header`.
  var header: [UInt8]
  var parent: [UInt8] = Array("{}".utf8)
  var metadata: [UInt8] = Array("{}".utf8)
  var content: [UInt8]

  struct Flaw: Error, Equatable {
    let description: String
  }

  static let protocolVersion = "5.4"
  private static let delimiter = Array("<IDS|MSG>".utf8)

  init(identities: [[UInt8]] = [], header: [UInt8], parent: [UInt8]? = nil, content: [UInt8]) {
    (self.identities, self.header, self.content) = (identities, header, content)
    if let parent { self.parent = parent }
  }

  /// - Parameter key: What it must be signed with; empty where messages are not.
  init(frames: [[UInt8]], key: [UInt8]) throws(Flaw) {
    guard let place = frames.firstIndex(of: Self.delimiter), frames.count >= place + 6 else {
      throw Flaw(description: "a message without its parts")
    }
    let parts = Array(frames[(place + 2)...(place + 5)])
    // What is binary stands behind, and is not signed.
    guard key.isEmpty || Self.isEqual(frames[place + 1], Self.signature(of: parts, key: key)) else {
      throw Flaw(description: "a message with another signature")
    }
    identities = Array(frames[..<place])
    (header, parent, metadata, content) = (parts[0], parts[1], parts[2], parts[3])
  }

  func frames(key: [UInt8]) -> [[UInt8]] {
    let parts = [header, parent, metadata, content]
    return identities + [Self.delimiter, key.isEmpty ? [] : Self.signature(of: parts, key: key)] + parts
  }

  /// "execute_request"; empty where the header does not say.
  var type: String { DataTree(json: header)?["msg_type"]?.text ?? "" }

  private static func signature(of parts: [[UInt8]], key: [UInt8]) -> [UInt8] {
    Array(SHA256.hexadecimal(SHA256.authentication(of: Array(parts.joined()), key: key)).utf8)
  }

  /// Looks at every byte, so that the time it takes tells nobody where they begin to differ.
  private static func isEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
