import HeavyBall
import PolyakPlatform

/// Makes the headers of a kernel's messages, which tell them apart.
struct MessageHeaders {
  /// Of this start of the kernel.
  let session = (0..<2).map { _ in SHA256.hexadecimal((0..<8).map { _ in UInt8.random(in: 0...255) }) }.joined(separator: "-")
  private var count = 0

  mutating func make(_ type: String) -> [UInt8] {
    count += 1
    let header: DataTree = [
      "msg_id": .text("\(session)_\(count)"), "session": .text(session), "username": "polyak", "date": .text(Self.now),
      "msg_type": .text(type), "version": .text(KernelMessage.protocolVersion),
    ]
    return header.json
  }

  /// ISO 8601, with microseconds.
  private static var now: String {
    var moment = timespec(), parts = tm()
    clock_gettime(CLOCK_REALTIME, &moment)
    gmtime_r(&moment.tv_sec, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
    let digits = String(moment.tv_nsec / 1000 + 1_000_000).dropFirst()
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) + "." + digits + "Z"
  }
}
