import HeavyBall

/// Where a kernel is to listen, as Jupyter has written it: five ports and the key that messages are signed with.
struct ConnectionFile: Equatable {
  enum Channel: String, CaseIterable {
    case shell, iopub, stdin, control
    case heartbeat = "hb"
  }

  struct Flaw: Error, Equatable {
    let description: String
  }

  /// The address of each socket, as ZeroMQ takes it.
  private(set) var addresses: [Channel: String] = [:]
  /// Empty: messages are not signed.
  let key: [UInt8]

  init(_ text: [UInt8]) throws(Flaw) {
    guard let tree = DataTree(json: text), tree.fields != nil else { throw Flaw(description: "it holds no JSON object") }
    let scheme = tree["signature_scheme"]?.text ?? "hmac-sha256"
    key = Array((tree["key"]?.text ?? "").utf8)
    guard key.isEmpty || scheme == "hmac-sha256" else {
      throw Flaw(description: "'signature_scheme' must be 'hmac-sha256', got '\(scheme)'")
    }
    let transport = tree["transport"]?.text ?? "tcp"
    guard transport == "tcp" || transport == "ipc" else {
      throw Flaw(description: "'transport' must be 'tcp' or 'ipc', got '\(transport)'")
    }
    guard let host = tree["ip"]?.text else { throw Flaw(description: "'ip' is missing") }
    for channel in Channel.allCases {
      let name = channel.rawValue + "_port"
      guard let port = tree[name]?.integer, (1...65535).contains(port) else {
        throw Flaw(description: "'\(name)' must be a port, 1 to 65535")
      }
      addresses[channel] = transport == "ipc" ? "ipc://\(host)-\(port)" : "tcp://\(host):\(port)"
    }
  }
}
