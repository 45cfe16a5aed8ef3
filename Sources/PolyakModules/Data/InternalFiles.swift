import HeavyBall
import LuaKit

internal import PolyakPlatform

/// `polyak.files`, for the files of stdlib/ alone: what Lua's own library cannot do. As `io.open` does, the functions answer
/// nil and the reason (without the file's name), and the system's number for it.
enum InternalFiles {
  static let name = "polyak.files"

  static func open(in state: LuaState) throws(LuaError) {
    let table = state.makeTable()
    for (name, body) in functions { table[name] = .function(try state.function("\(Self.name).\(name)", body)) }
    state.loaded[name] = .table(table)
  }

  private static var functions: [(String, (Call) throws -> Results)] {
    [
      // path, text -> true
      (
        "write",
        { call in
          let path = try path(call, 0)
          guard case .string(let text) = call[1] else { throw call.error("expected a string, got \(call[1].briefly)") }
          return try answer {
            let file = try AtomicFile(path, call.supervision(Call.title("writing", path)))
            try file.write(text.bytes)
            try file.commit()
            return Results(true)
          }
        }
      ),
      // path, value -> true
      (
        "save_npy",
        { call in
          let path = try path(call, 0)
          let value: StoredValue?
          do { value = try StoredValue(call[1]) } catch let mismatch as Mismatch {
            throw call.error("expected numbers, but \(mismatch.reason)")
          } catch let flaw as Flaw {
            throw call.error("expected numbers: \(flaw)")
          }
          guard let array = value?.array else { throw call.error("expected numbers, got \(call[1].briefly)") }
          return try answer {
            try NPYWriter.write(array, to: path, call.supervision(Call.title("writing", path)))
            return Results(true)
          }
        }
      ),
      // folder -> its names
      (
        "names",
        { call in
          let path = try path(call, 0)
          return try answer { Results(try FolderContents.names(of: path)) }
        }
      ),
      // folder -> the seconds since each of its files was written, by name
      (
        "ages",
        { call in
          let path = try path(call, 0)
          return try answer {
            let table = try call.state.makeTable()
            for (name, age) in try FolderContents.ages(of: path) {
              try table.set(name, age)
            }
            return Results(table)
          }
        }
      ),
      // text -> 16 digits
      (
        "sum",
        { call in
          guard case .string(let text) = call[0] else { throw call.error("expected a string, got \(call[0].briefly)") }
          return Results(Checksum.of(text.bytes).text)
        }
      ),
      // path, a list of {name =, shape =, values =} -> true
      (
        "save_npz",
        { call in
          let path = try path(call, 0)
          guard let list = call[1].table else { throw call.error("expected a list, got \(call[1].briefly)") }
          let columns = try (0..<list.count).map { i in
            guard let entry = list[i + 1].table, let column = try column(entry) else {
              throw call.error("entry \(i + 1) is no column")
            }
            return column
          }
          return try answer {
            try NPZWriter.write(columns, to: path, call.supervision(Call.title("writing", path)))
            return Results(true)
          }
        }
      ),
      // path -> 16 digits
      (
        "checksum",
        { call in
          let path = try path(call, 0)
          return try answer { Results(try Checksum.ofFile(path, call.supervision(Call.title("reading", path))).text) }
        }
      ),
      // path -> a function that gives it up, and given "renew" shows that it is still held; false where another process has it
      (
        "claim",
        { call in
          let path = try path(call, 0)
          return try answer {
            guard let claim = try FileClaim.take(path) else { return Results(false) }
            let release = try call.state.function("release") { call in
              if call[0].text == "renew" { claim.renew() } else { claim.release(isDone: true) }
            }
            return Results(LuaValue.function(release))
          }
        }
      ),
      // path -> "free", "left", or "held" with host, process, since when, its file's level and whether it is seen to run
      (
        "claim_state",
        { call in
          let path = try path(call, 0)
          return try answer {
            switch try FileClaim.state(of: path) {
            case .free: Results("free")
            case .left: Results("left")
            case .held(let holder):
              Results("held", holder.host, holder.process, holder.since, holder.level, holder.isRunning)
            }
          }
        }
      ),
      // -> the seconds after which a claim of another host that is not renewed is nobody's
      ("claim_lease", { _ in Results(FileClaim.lease) }),
      // path of a claim to what is done -> true
      (
        "remove_claim",
        { call in
          FileClaim.removeAll(of: try path(call, 0))
          return Results(true)
        }
      ),
      // folder -> true; removes what killed writers and claimants have left
      (
        "remove_abandoned",
        { call in
          let path = try path(call, 0)
          return try answer {
            try FileClaim.removeAbandoned(in: path)
            return Results(true)
          }
        }
      ),
      // path -> true
      (
        "make_folder",
        { call in
          let path = try path(call, 0)
          do throws(FolderFailure) {
            try makeWritableFolder(path)
            return Results(true)
          } catch { return Results(LuaValue.nil, error.description) }
        }
      ),
      // path -> true, also where there is nothing; what is no file stays
      (
        "remove",
        { call in
          let path = try path(call, 0)
          return try answer {
            try FolderContents.removeFile(path)
            return Results(true)
          }
        }
      ),
      // program, its arguments, its input -> its output, its errors, its exit code
      (
        "run",
        { call in
          guard let program = call[0].text, let list = call[1].table, case .string(let input) = call[2] else {
            throw call.error("expected a program, its arguments and its input")
          }
          let watch = call.watch(program)
          let arguments = (0..<list.count).compactMap { list[$0 + 1].text }
          guard let ending = try Subprocess.run(program, arguments, input: input.bytes, poll: { try watch.poll() }) else {
            let code = errno
            return Results(LuaValue.nil, String(cString: strerror(code)), Int(code))
          }
          return Results(LuaString(bytes: ending.output), LuaString(bytes: ending.errors), Int(ending.code))
        }
      ),
      // seconds, a line for the terminal
      (
        "wait",
        { call in
          let watch = call.watch(call[1].text ?? "")
          let end = monotonicSeconds() + (call[0].number ?? 0)
          repeat {
            try watch.poll()
            usleep(20_000)
          } while monotonicSeconds() < end
          return Results()
        }
      ),
    ]
  }

  private static func column(_ entry: LuaTable) throws -> (name: String, column: NPZWriter.Column)? {
    guard let name = entry["name"].text, let sizes = entry["shape"].table else { return nil }
    let shape = (0..<sizes.count).compactMap { i in if case .integer(let size) = sizes[i + 1] { size } else { nil } }
    switch try StoredValue(entry["values"]) {
    case .texts(let texts): return (name, .texts(texts.map { String(decoding: $0, as: UTF8.self) }))
    case .vector(let v): return (name, .numbers(NPYArray(shape: shape, elements: .doubles(v.elements))))
    case .integers(let list): return (name, .numbers(NPYArray(shape: shape, elements: .integers(list))))
    default: return nil
    }
  }

  private static func path(_ call: Call, _ index: Int) throws -> FileName {
    guard case .string(let text) = call[index] else { throw call.error("expected a file's name, got \(call[index].briefly)") }
    return FileName(bytes: text.bytes)
  }

  private static func answer(_ body: () throws -> Results) throws -> Results {
    do { return try body() } catch let failure as FileFailure {
      return Results(LuaValue.nil, failure.reason, failure.code.map { LuaValue.integer(Int($0)) } ?? .nil)
    }
  }
}

extension FileName: LuaRepresentable {
  public func luaValue(in state: LuaState) -> LuaValue { .string(LuaString(bytes: bytes)) }
}
