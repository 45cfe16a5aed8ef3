import HeavyBall
import Testing

@testable import PolyakConsole

@Suite("Messages of a kernel") struct KernelMessageTests {
  static let key = Array("a0436f6c-1916-498b-8eb9-e81ab9368e84".utf8)

  /// What jupyter_client 8.10's Session.serialize makes with that key.
  static let frames: [[UInt8]] = [
    "router-1", "<IDS|MSG>", "1f4979f5fe43ec8279cb335c2a669f76f059beca4f3562ea6704ceafc0ab05b0",
    #"{"msg_id":"m1","msg_type":"execute_request","username":"u","session":"5e55","date":"2025-01-01T00:00:00.000000Z","version":"5.3"}"#,
    "{}", "{}", #"{"code":"µ = \"é\n\"","silent":false}"#,
  ].map { Array($0.utf8) }

  @Test func `are taken apart and put together as Jupyter's own library does it`() throws {
    let message = try KernelMessage(frames: Self.frames, key: Self.key)
    #expect(message.type == "execute_request" && message.identities == [Array("router-1".utf8)])
    #expect(DataTree(json: message.content)?["code"] == "µ = \"é\n\"")
    #expect(message.frames(key: Self.key) == Self.frames)
    // Binary parts stand behind the others, and are not signed.
    #expect(try KernelMessage(frames: Self.frames + [[1, 2]], key: Self.key) == message)
  }

  @Test func `need no signature where there is no key`() throws {
    var frames = Self.frames
    frames[2] = []
    #expect(try KernelMessage(frames: frames, key: []).frames(key: []) == frames)
  }

  static let refused: [(name: String, change: @Sendable (inout [[UInt8]]) -> Void, reason: String)] = [
    ("another content", { $0[6] = Array("{}".utf8) }, "a message with another signature"),
    ("another header", { $0[3][10] ^= 1 }, "a message with another signature"),
    ("a signature cut short", { $0[2].removeLast() }, "a message with another signature"),
    ("no signature", { $0[2] = [] }, "a message with another signature"),
    ("a frame missing", { $0.removeLast() }, "a message without its parts"),
    ("no delimiter", { $0.remove(at: 1) }, "a message without its parts"),
    ("nothing", { $0 = [] }, "a message without its parts"),
  ]

  @Test("are refused where they are not what was signed", arguments: refused.indices) func refusal(_ i: Int) {
    var frames = Self.frames
    Self.refused[i].change(&frames)
    #expect(throws: KernelMessage.Flaw(description: Self.refused[i].reason)) {
      try KernelMessage(frames: frames, key: Self.key)
    }
  }

  @Test func `have headers that nobody else has`() throws {
    var headers = MessageHeaders(), others = MessageHeaders()
    let made = try (0..<3).map { _ in try #require(DataTree(json: headers.make("status"))) }
    let other = try #require(DataTree(json: others.make("status")))
    #expect(Set((made + [other]).compactMap { $0["msg_id"]?.text }).count == 4)
    #expect(made[0]["session"] == made[1]["session"] && made[0]["session"] != other["session"])
    #expect(made[0]["version"] == "5.4" && made[0]["msg_type"] == "status")
    #expect(made[0]["date"]?.text?.contains(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) == true)
  }
}

@Suite("A connection file") struct ConnectionFileTests {
  static let fields =
    #""shell_port": 5001, "iopub_port": 5002, "stdin_port": 5003, "control_port": 5004, "hb_port": 5005, "ip": "127.0.0.1""#

  private func file(_ more: String = "", _ fields: String = Self.fields) throws -> ConnectionFile {
    try ConnectionFile(Array("{\(fields)\(more)}".utf8))
  }

  @Test func `says where each socket listens`() throws {
    let tcp = try file(#", "key": "k", "transport": "tcp", "signature_scheme": "hmac-sha256", "kernel_name": "polyak""#)
    #expect(tcp.key == Array("k".utf8))
    #expect(tcp.addresses[.shell] == "tcp://127.0.0.1:5001" && tcp.addresses[.heartbeat] == "tcp://127.0.0.1:5005")
    #expect(tcp.addresses.count == 5)
    #expect(try file(#", "transport": "ipc""#).addresses[.control] == "ipc://127.0.0.1-5004")
    #expect(try file().key.isEmpty)
  }

  static let refused: [(String, String)] = [
    ("", "it holds no JSON object"), ("[]", "it holds no JSON object"), ("{}", "'ip' is missing"),
    (#"{"ip": "a"}"#, "'shell_port' must be a port, 1 to 65535"),
    ("{\(fields.replacing("5003", with: "70000"))}", "'stdin_port' must be a port, 1 to 65535"),
    ("{\(fields), \"transport\": \"udp\"}", "'transport' must be 'tcp' or 'ipc', got 'udp'"),
    (
      "{\(fields), \"key\": \"k\", \"signature_scheme\": \"hmac-md5\"}",
      "'signature_scheme' must be 'hmac-sha256', got 'hmac-md5'"
    ),
  ]

  @Test("is refused with what is wrong", arguments: refused.indices) func refusal(_ i: Int) {
    #expect(throws: ConnectionFile.Flaw(description: Self.refused[i].1)) {
      try ConnectionFile(Array(Self.refused[i].0.utf8))
    }
  }
}

@Suite("What a process prints") struct StreamTextTests {
  static let text = "aµ€😀b\r\n"

  @Test("is whole text, wherever it is cut", arguments: 0...text.utf8.count) func cuts(_ place: Int) {
    var stream = StreamText()
    let bytes = Array(Self.text.utf8)
    let parts = [stream.add(Array(bytes[..<place])), stream.add(Array(bytes[place...])), stream.end()]
    #expect(parts.joined() == Self.text)
    #expect(!parts.contains { $0.contains("\u{FFFD}") })
  }

  @Test func `is replaced where it is no text`() {
    var stream = StreamText()
    #expect(stream.add([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
    #expect(stream.add([0xE2, 0x82]) == "" && stream.end() == "\u{FFFD}")
    // Bytes that go on with nothing wait for nothing.
    #expect(stream.add([0x80, 0x80, 0x80]).count == 3)
  }
}
