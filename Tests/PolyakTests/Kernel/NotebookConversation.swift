import CProcesses
import Foundation
import HeavyBall
import LuaKit
import Synchronization

@testable import PolyakConsole

/// A notebook without a kernel around it: what is asked of it, and what it answers. It runs in a thread of its own.
final class NotebookConversation {
  /// What it says for all: types and contents.
  typealias Published = (type: String, content: DataTree)

  struct Answer {
    var published: [Published] = []
    var content: DataTree = [:]
    /// Whether what waits is not to be run.
    var stops = false

    /// The text of its result.
    var result: String? { content(of: "execute_result")?["data"]?["text/plain"]?.text }

    func content(of type: String) -> DataTree? { published.first { $0.type == type }?.content }
  }

  private let channel: FramedChannel
  private let printed: Printed
  private let end = DispatchSemaphore(value: 0)

  /// What commands of the prompt say.
  private final class Printed: Sendable {
    private let text = Mutex("")
    func add(_ more: LuaString) { text.withLock { $0 += more.description } }
    func take() -> String {
      text.withLock { text in
        defer { text = "" }
        return text
      }
    }
  }

  /// - Parameter historyFolder: Where what is entered is kept.
  init(historyFolder: String? = nil) throws {
    let requests = try Self.pipe(), answers = try Self.pipe()
    channel = FramedChannel(reading: answers.read, writing: requests.write)
    let printed = Printed(), end = end
    self.printed = printed
    let thread = Thread {
      let channel = FramedChannel(reading: requests.read, writing: answers.write)
      Terminal.$sink.withValue({ printed.add($0) }) {
        guard let interpreter = try? Interpreter(ignoresEnvironment: true) else { return }
        try? Notebook(interpreter, EngineLink(channel), historyFolder: historyFolder).run(startupFile: nil)
      }
      channel.close()
      close(requests.read)
      end.signal()
    }
    thread.stackSize = 8 << 20
    thread.start()
  }

  deinit {
    channel.close()
    end.wait()
    close(channel.reading)
  }

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var (read, write): (Int32, Int32) = (-1, -1)
    guard processes_pipe(&read, &write) else { throw POSIXError(.EMFILE) }
    return (read, write)
  }

  /// What it has printed since this was asked last.
  func takePrinted() -> String { printed.take() }

  func ask(_ request: NotebookRequest, _ content: DataTree) -> Answer {
    channel.send([Array(request.rawValue.utf8), content.json])
    var answer = Answer()
    while let parts = channel.receive() {
      switch KernelFront.Answer(rawValue: String(decoding: parts[0], as: UTF8.self)) {
      case .publish:
        answer.published.append((String(decoding: parts[1], as: UTF8.self), DataTree(json: parts[2]) ?? [:]))
        channel.send(KernelFront.heard)
      case .reply:
        answer.content = DataTree(json: parts[1]) ?? [:]
        answer.stops = parts.count > 2
        return answer
      case .ask, nil: return answer
      }
    }
    return answer
  }

  func run(_ code: String, _ more: DataTree = [:]) -> Answer {
    ask(.execute, (more.fields ?? []).reduce(["code": .text(code)]) { $0.with($1.name, $1.value) })
  }
}
