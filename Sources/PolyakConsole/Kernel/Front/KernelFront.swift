import HeavyBall
import LuaKit
import PolyakModules
import PolyakPlatform

/// The process of a kernel that talks to Jupyter: it passes on what the engine is to do and what that says, and answers what can
/// be answered while the engine is at work.
final class KernelFront {
  /// What the engine has said of one of its requests.
  enum Answer: String {
    /// A type and its content, for all.
    case publish
    /// Asks who sent the request for a line of input.
    case ask
    /// The request's answer, and whether it is to stop what waits behind it.
    case reply
  }

  /// Tells the engine that what it has said for all is on its way.
  static let heard = [Array("heard".utf8)]

  private let library: ZeroMQ
  private let context: ZeroMQ.Object
  private let engine: EngineProcess
  private let key: [UInt8]
  private let heartbeat, control, shell, input, broadcast: ZeroMQSocket
  private var headers = MessageHeaders()
  /// What the engine is at.
  private var current: KernelMessage?
  /// What has come behind it.
  private var waiting: [KernelMessage] = []
  /// The header of the request that what is printed belongs to.
  private var parent = Array("{}".utf8)
  private var isSilent = false
  private var isAsking = false
  /// Whether the engine has begun with what it is at, and whether it is to stop it when it has: before, it hears nothing.
  private var hasBegun = false, isToStop = false
  private var isEnding = false
  private var outputText = StreamText(), errorText = StreamText()

  struct Failure: Error {
    let description: String
  }

  init(_ connection: ConnectionFile, _ engine: EngineProcess, _ library: ZeroMQ) throws(Failure) {
    (self.library, self.engine, key) = (library, engine, connection.key)
    guard let context = library.newContext() else { throw Failure(description: library.problem) }
    self.context = context
    func socket(_ kind: ZeroMQSocket.Kind, _ channel: ConnectionFile.Channel) throws(Failure) -> ZeroMQSocket {
      do throws(ZeroMQSocket.Failure) {
        return try ZeroMQSocket(kind, at: connection.addresses[channel] ?? "", context, library)
      } catch { throw Failure(description: error.description) }
    }
    heartbeat = try socket(.reply, .heartbeat)
    control = try socket(.router, .control)
    shell = try socket(.router, .shell)
    input = try socket(.router, .stdin)
    broadcast = try socket(.publisher, .iopub)
  }

  /// Until Jupyter or the engine ends it.
  func run() -> Int32 {
    publish("status", ["execution_state": "starting"])
    while !isEnding {
      // What waits at the shell waits there while the engine is at work.
      let isFree = current == nil && waiting.isEmpty
      if isFree || current != nil {
        library.wait(
          for: [heartbeat, control, input, broadcast] + (isFree ? [shell] : []),
          descriptors: [engine.channel.reading, engine.output, engine.errors, engine.signals])
      }
      while let frames = heartbeat.receive() { heartbeat.send(frames) }
      while let frames = broadcast.receive() { welcome(frames) }
      while let message = message(at: control) { answer(message, at: control) }
      while let message = message(at: input) { passOnInput(message) }
      if !EngineProcess.take(engine.signals).isEmpty { interrupt() }
      listenToEngine()
      if current == nil, !isEnding {
        if waiting.isEmpty, let message = message(at: shell) { waiting.append(message) }
        if !waiting.isEmpty { answer(waiting.removeFirst(), at: shell) }
      }
    }
    let code = engine.end(isBusy: current != nil)
    for socket in [heartbeat, control, shell, input, broadcast] { socket.close() }
    _ = library.endContext(context)
    return code
  }

  private func message(at socket: ZeroMQSocket) -> KernelMessage? {
    while let frames = socket.receive() {
      do throws(KernelMessage.Flaw) { return try KernelMessage(frames: frames, key: key) } catch {
        Terminal.writeError("polyak: not answered: \(error.description)\n")
      }
    }
    return nil
  }

  // MARK: Requests

  private func answer(_ request: KernelMessage, at socket: ZeroMQSocket) {
    let type = request.type, content = DataTree(json: request.content)
    let isForEngine = NotebookRequest(rawValue: type) != nil && socket.object == shell.object
    if isForEngine {
      (current, parent) = (request, request.header)
      (hasBegun, isToStop) = (false, false)
      isSilent = type == NotebookRequest.execute.rawValue && content?["silent"]?.boolean == true
      publish("status", ["execution_state": "busy"], to: request.header)
      if !engine.channel.send([Array(type.utf8), request.content]) { engineHasEnded() }
      return
    }
    publish("status", ["execution_state": "busy"], to: request.header)
    switch type {
    case "kernel_info_request": reply(Self.information, to: request, at: socket)
    case "comm_info_request": reply(["status": "ok", "comms": [:]], to: request, at: socket)
    case "comm_open":
      // There is nobody to talk to.
      publish("comm_close", ["comm_id": content?["comm_id"] ?? "", "data": [:]], to: request.header)
    case "interrupt_request":
      interrupt()
      reply(["status": "ok"], to: request, at: socket)
    case "shutdown_request":
      let answer: DataTree = ["status": "ok", "restart": content?["restart"] ?? false]
      reply(answer, to: request, at: socket)
      publish("shutdown_reply", answer, to: request.header)
      isEnding = true
    default: break
    }
    publish("status", ["execution_state": "idle"], to: request.header)
  }

  private func interrupt() {
    guard current != nil else { return }
    if hasBegun { engine.interrupt() } else { isToStop = true }
  }

  private static let information: DataTree = [
    "status": "ok", "protocol_version": .text(KernelMessage.protocolVersion), "implementation": "polyak",
    "implementation_version": .text(Polyak.version), "banner": .text("Polyak \(Polyak.version)   ? for help, Tab completes"),
    "language_info": [
      "name": "lua", "version": "5.4", "mimetype": "text/x-lua", "file_extension": ".lua", "pygments_lexer": "lua",
      "codemirror_mode": "lua",
    ],
    "help_links": [["text": "Lua 5.4", "url": "https://www.lua.org/manual/5.4/"]], "debugger": false, "supported_features": [],
  ]

  private func reply(_ content: DataTree, to request: KernelMessage, at socket: ZeroMQSocket) {
    send(request.type.replacing("_request", with: "_reply"), content.json, request, at: socket)
  }

  private func send(_ type: String, _ content: [UInt8], _ request: KernelMessage, at socket: ZeroMQSocket) {
    let message = KernelMessage(
      identities: request.identities, header: headers.make(type), parent: request.header, content: content)
    socket.send(message.frames(key: key))
  }

  private func publish(_ type: String, _ content: DataTree, to parent: [UInt8]? = nil) {
    publish(type, content.json, to: parent ?? self.parent)
  }

  private func publish(_ type: String, _ content: [UInt8], to parent: [UInt8]) {
    let message = KernelMessage(
      identities: [Array(type.utf8)], header: headers.make(type), parent: parent, content: content)
    broadcast.send(message.frames(key: key))
  }

  /// Of who begins to listen: a one and the topic.
  private func welcome(_ frames: [[UInt8]]) {
    guard let frame = frames.first, frame.first == 1 else { return }
    let topic = Array(frame.dropFirst())
    let message = KernelMessage(
      identities: [topic], header: headers.make("iopub_welcome"),
      content: (["subscription": .text(String(decoding: topic, as: UTF8.self))] as DataTree).json)
    broadcast.send(message.frames(key: key))
  }

  private func passOnInput(_ message: KernelMessage) {
    guard isAsking, message.type == "input_reply" else { return }
    isAsking = false
    let value = DataTree(json: message.content)?["value"]?.text ?? ""
    engine.channel.send([Array("input_reply".utf8), Array(value.utf8)])
  }

  // MARK: The engine

  private func listenToEngine() {
    passOnStreams()
    while !isEnding, engine.channel.hasInput {
      guard let parts = engine.channel.receive() else { return engineHasEnded() }
      // It was printed before.
      passOnStreams()
      guard let answer = Answer(rawValue: String(decoding: parts[0], as: UTF8.self)) else { continue }
      switch answer {
      case .publish:
        if !isSilent { publish(String(decoding: parts[1], as: UTF8.self), parts[2], to: parent) }
        engine.channel.send(Self.heard)
        hasBegun = true
        if isToStop { engine.interrupt() }
        isToStop = false
      case .ask:
        guard let current else { continue }
        isAsking = true
        send("input_request", parts[1], current, at: input)
      case .reply: finish(parts[1], stops: parts.count > 2)
      }
    }
  }

  /// - Parameter stops: Whether what waits behind it is not to be run.
  private func finish(_ content: [UInt8], stops: Bool) {
    guard let request = current else { return }
    (current, isAsking) = (nil, false)
    publishText(outputText.end(), "stdout")
    publishText(errorText.end(), "stderr")
    // Before anybody learns of it: what comes later is not meant.
    while stops, let message = message(at: shell) { waiting.append(message) }
    send(request.type.replacing("_request", with: "_reply"), content, request, at: shell)
    publish("status", ["execution_state": "idle"], to: request.header)
    isSilent = false
    guard stops else { return }
    let isExecution = { (message: KernelMessage) in message.type == NotebookRequest.execute.rawValue }
    for message in waiting.filter(isExecution) {
      publish("status", ["execution_state": "busy"], to: message.header)
      reply(["status": "aborted"], to: message, at: shell)
      publish("status", ["execution_state": "idle"], to: message.header)
    }
    waiting.removeAll(where: isExecution)
  }

  private func engineHasEnded() {
    passOnStreams()
    isEnding = true
    guard current != nil else { return }
    let words = "Lua's process has ended"
    let failure: DataTree = ["ename": "ended", "evalue": .text(words), "traceback": [.text(words)]]
    finish(failure.with("status", "error").with("execution_count", 0).json, stops: false)
  }

  private func passOnStreams() {
    publishText(outputText.add(EngineProcess.take(engine.output)), "stdout")
    publishText(errorText.add(EngineProcess.take(engine.errors)), "stderr")
  }

  private func publishText(_ text: String, _ name: String) {
    if !text.isEmpty, !isSilent { publish("stream", ["name": .text(name), "text": .text(text)]) }
  }
}
