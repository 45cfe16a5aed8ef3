import PolyakPlatform

/// A socket of ZeroMQ's that listens; messages come and go as lists of frames.
struct ZeroMQSocket {
  enum Kind: Int32 {
    case reply = 4, router = 6
    /// Broadcasts, and says who listens anew.
    case publisher = 9
  }

  struct Failure: Error {
    let description: String
  }

  let object: ZeroMQ.Object
  private let library: ZeroMQ

  // zmq.h: options, and flags of sending and receiving.
  private static let linger: Int32 = 17, sendLimit: Int32 = 23, everySubscription: Int32 = 40
  private static let dontWait: Int32 = 1, more: Int32 = 2

  init(_ kind: Kind, at address: String, _ context: ZeroMQ.Object, _ library: ZeroMQ) throws(Failure) {
    guard let object = library.socket(context, kind.rawValue) else { throw Failure(description: library.problem) }
    (self.object, self.library) = (object, library)
    // What has been said last still goes out, for a second. A broadcast is not dropped while somebody reads slowly.
    set(Self.linger, 1000)
    set(Self.sendLimit, 0)
    if kind == .publisher { set(Self.everySubscription, 1) }
    guard library.bind(object, address) == 0 else {
      throw Failure(description: "cannot listen at '\(address)': \(library.problem)")
    }
  }

  private func set(_ option: Int32, _ value: Int32) {
    _ = withUnsafeBytes(of: value) { library.setOption(object, option, $0.baseAddress, $0.count) }
  }

  func send(_ frames: [[UInt8]]) {
    for (i, frame) in frames.enumerated() {
      let flags = i < frames.count - 1 ? Self.more : 0
      while library.send(object, frame, frame.count, flags) < 0, library.errorNumber() == EINTR {}
    }
  }

  /// The next message; nil where none waits.
  func receive() -> [[UInt8]]? {
    // A zmq_msg_t: 64 bytes, aligned as a pointer is.
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 16) { place in
      var frames: [[UInt8]] = []
      while true {
        _ = library.startMessage(place.baseAddress)
        defer { _ = library.closeMessage(place.baseAddress) }
        var count: Int32 = -1
        repeat {
          count = library.receive(place.baseAddress, object, Self.dontWait)
        } while count < 0 && library.errorNumber() == EINTR
        if count < 0 { return nil }
        frames.append(
          [UInt8](UnsafeRawBufferPointer(start: library.data(place.baseAddress), count: library.size(place.baseAddress))))
        if library.hasMore(place.baseAddress) == 0 { return frames }
      }
    }
  }

  func close() { _ = library.closeSocket(object) }
}

extension ZeroMQ {
  /// What is waited for: a zmq_pollitem_t, whose fields stand where C puts them.
  struct PollItem {
    var socket: Object?
    var descriptor: Int32 = 0
    var events: Int16 = 1
    var returned: Int16 = 0
  }

  /// Waits until something can be read. Nothing may be there to read all the same: a signal ends it too.
  func wait(for sockets: [ZeroMQSocket], descriptors: [Int32]) {
    var items = sockets.map { PollItem(socket: $0.object) } + descriptors.map { PollItem(socket: nil, descriptor: $0) }
    _ = items.withUnsafeMutableBytes { poll($0.baseAddress, Int32(sockets.count + descriptors.count), -1) }
  }
}
