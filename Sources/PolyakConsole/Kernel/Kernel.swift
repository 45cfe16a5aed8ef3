import LuaKit
import PolyakPlatform

/// A kernel of Jupyter's: `polyak --kernel FILE`.
enum Kernel {
  enum Start {
    /// This process is the one that runs Lua.
    case engine(EngineLink)
    /// It was the one that talks to Jupyter, and has ended with this code.
    case ended(Int32)
  }

  struct Failure: Error {
    let description: String
  }

  /// Goes on in a new process, before there is a Lua state; in this one it returns when the kernel has ended.
  ///
  /// - Parameter path: Of the connection file.
  static func start(_ path: String) throws(Failure) -> Start {
    let connection = try connection(path)
    let library: ZeroMQ
    do throws(ZeroMQ.Missing) { library = try ZeroMQ.load() } catch { throw Failure(description: error.description) }
    let side: EngineProcess.Side
    do throws(EngineProcess.Failure) { side = try EngineProcess.start() } catch { throw Failure(description: error.description) }
    switch side {
    case .engine(let channel):
      let link = EngineLink(channel)
      NotebookInput.install(link)
      return .engine(link)
    case .front(let engine):
      do throws(KernelFront.Failure) { return .ended(try KernelFront(connection, engine, library).run()) } catch {
        _ = engine.end(isBusy: true)
        throw Failure(description: error.description)
      }
    }
  }

  private static func connection(_ path: String) throws(Failure) -> ConnectionFile {
    guard let bytes = TextFile.bytes(of: path) else {
      throw Failure(description: "cannot open '\(path)': \(String(cString: strerror(errno)))")
    }
    do throws(ConnectionFile.Flaw) { return try ConnectionFile(bytes) } catch {
      throw Failure(description: "'\(path)' is no connection file of Jupyter's: \(error.description)")
    }
  }
}
