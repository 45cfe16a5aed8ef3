import PolyakPlatform

/// ZeroMQ's functions that a kernel needs, of a library that is loaded at run time.
struct ZeroMQ: Sendable {
  /// A context or a socket.
  typealias Object = UnsafeMutableRawPointer
  typealias OfObject = @convention(c) (Object?) -> Int32
  typealias OfMessage = @convention(c) (UnsafeMutableRawPointer?) -> Int32

  let newContext: @convention(c) () -> Object?
  let endContext, closeSocket, startMessage, closeMessage, hasMore: OfObject
  let socket: @convention(c) (Object?, Int32) -> Object?
  let bind: @convention(c) (Object?, UnsafePointer<CChar>?) -> Int32
  let setOption: @convention(c) (Object?, Int32, UnsafeRawPointer?, Int) -> Int32
  let send: @convention(c) (Object?, UnsafeRawPointer?, Int, Int32) -> Int32
  let receive: @convention(c) (UnsafeMutableRawPointer?, Object?, Int32) -> Int32
  let data: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?
  let size: @convention(c) (UnsafeMutableRawPointer?) -> Int
  let poll: @convention(c) (UnsafeMutableRawPointer?, Int32, Int) -> Int32
  let errorNumber: @convention(c) () -> Int32
  let errorText: @convention(c) (Int32) -> UnsafePointer<CChar>?

  /// Those behind a handle of `dlopen`; nil where one is missing.
  private init?(handle: UnsafeMutableRawPointer) {
    // The type of what it is assigned to says what the function's C declaration says (zmq.h of 4.3).
    func symbol<F>(_ name: String, as type: F.Type = F.self) -> F? {
      dlsym(handle, "zmq_" + name).map { unsafeBitCast($0, to: type) }
    }
    guard
      let newContext = symbol("ctx_new", as: type(of: newContext)), let endContext = symbol("ctx_term", as: OfObject.self),
      let closeSocket = symbol("close", as: OfObject.self), let startMessage = symbol("msg_init", as: OfObject.self),
      let closeMessage = symbol("msg_close", as: OfObject.self), let hasMore = symbol("msg_more", as: OfObject.self),
      let socket = symbol("socket", as: type(of: socket)), let bind = symbol("bind", as: type(of: bind)),
      let setOption = symbol("setsockopt", as: type(of: setOption)), let send = symbol("send", as: type(of: send)),
      let receive = symbol("msg_recv", as: type(of: receive)), let data = symbol("msg_data", as: type(of: data)),
      let size = symbol("msg_size", as: type(of: size)), let poll = symbol("poll", as: type(of: poll)),
      let errorNumber = symbol("errno", as: type(of: errorNumber)),
      let errorText = symbol("strerror", as: type(of: errorText))
    else { return nil }
    (self.newContext, self.endContext, self.closeSocket, self.startMessage) = (newContext, endContext, closeSocket, startMessage)
    (self.closeMessage, self.hasMore, self.socket, self.bind) = (closeMessage, hasMore, socket, bind)
    (self.setOption, self.send, self.receive, self.data) = (setOption, send, receive, data)
    (self.size, self.poll, self.errorNumber, self.errorText) = (size, poll, errorNumber, errorText)
  }

  /// The environment variable that names the file to load.
  static let setting = "POLYAK_ZMQ"

  struct Missing: Error {
    let description: String
  }

  /// Loads the library.
  static func load() throws(Missing) -> ZeroMQ {
    let choice = getenv(setting).map { String(cString: $0) } ?? ""
    let name = choice.isEmpty ? "libzmq.so.5" : choice
    guard let handle = dlopen(name, RTLD_LAZY | RTLD_LOCAL), let library = ZeroMQ(handle: handle) else {
      let wish = choice.isEmpty ? "install Debian's package libzmq5, or name another in \(setting)" : "\(setting) names it"
      throw Missing(description: "cannot load ZeroMQ, '\(name)' (\(wish))")
    }
    return library
  }

  /// What the last call that failed says.
  var problem: String { errorText(errorNumber()).map { String(cString: $0) } ?? "unknown" }
}
