import LuaKit

@testable import HeavyBall
@testable import PolyakConsole
@testable import PolyakModules

/// Readers of files, each of a file with the input's bytes. The input's first byte chooses how it is read, where there is
/// a choice.
extension Target {
  static let npy = Target("npy", "NumPy's array files") { bytes in
    var source = ByteSource(bytes)
    let precision = [nil, Precision.double, .single][source.below(3)]
    _ = try? NPYReader(path: Folder.write(source.rest(), to: "a.npy"), precision: precision).read()
    return nil
  }

  /// The same numbers whichever way a file is split between reads, and whatever they are kept in.
  static let csv = Target("csv", "files of comma-separated values") { bytes in
    var source = ByteSource(bytes)
    var options = CSVOptions()
    options.delimiter = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")][source.below(3)]
    options.hasHeader = [nil, true, false][source.below(3)]
    if source.once(in: 4) { options.missing = "NA" }
    if source.once(in: 4) { options.text = ["1", "a"] }
    let path = Folder.write(source.rest(), to: "a.csv")
    let doubles = try? CSVReader<Double>(path: path, options: options).read()
    let floats = try? CSVReader<Float>(path: path, options: options).read()
    guard let doubles, let floats else { return (doubles == nil) == (floats == nil) ? nil : "read in one precision alone" }
    guard doubles.names == floats.names else { return "names differ: \(doubles.names) and \(floats.names)" }
    return doubles.rows == floats.rows ? nil : "\(doubles.rows) rows in double precision, \(floats.rows) in single"
  }

  static let cifar = Target("cifar", "CIFAR-10's binary files", limit: 16_384) { bytes in
    var source = ByteSource(bytes)
    let isTest = source.below(2) == 1
    let selection = RowSelection(limit: source.below(4))
    _ = Folder.write(source.rest(), to: isTest ? "test_batch.bin" : "data_batch_1.bin")
    _ = try? CIFAR10(folder: Folder.path, isTest: isTest).read(Float.self, selection)
    return nil
  }

  static let checkpoint = Target("checkpoint", "checkpoints: JSON that names arrays") { bytes in
    Folder.clear()
    let path = Folder.write(bytes, to: "store.json")
    _ = Folder.write(bytes, to: "store-a-b.npy")
    return try withoutFailing(
      """
      local checkpoint = require "script.checkpoint"
      local prefix = ...
      local store = checkpoint.open(prefix, {eta = 1})
      pcall(store.read, store)
      pcall(checkpoint.exists, prefix)
      local read = pcall(store.read, store)
      pcall(checkpoint.remove, prefix)
      """, LuaValue(String(path.dropLast(".json".count))))
  }

  static let journal = Target("journal", "journals of sweeps, and JSON that is read and written again") { bytes in
    Folder.clear()
    let text = LuaString(bytes: bytes)
    _ = Folder.write(bytes, to: "settings.json")
    return try withoutFailing(
      """
      local text, folder = ...
      local json = require "script.json"
      local Journal = require "sweep.journal"
      local ok, value = pcall(json.decode, text)
      if ok then
        local again = json.encode(value)
        local third = json.encode(json.decode(again))
        if again ~= third then return ("read and written: %s, and again: %s"):format(again, third) end
        json.decode(json.encode(value, {indent = true}))
      end
      io.stderr = {write = function() end}
      pcall(function()
        local journal = Journal.open(folder, {
          name = "sweep", settings = {eta = 1}, seed = 0, code = require "sweep.code".of(print, folder), accept = true,
        })
        journal:result{mu = 0.5}
      end)
      """, .string(text), LuaValue(Folder.path))
  }

  static let history = Target("history", "the prompt's history") { bytes in
    Folder.write(bytes, to: "history")
    guard let file = try? HistoryFile(in: Folder.path) else { return nil }
    let entries = file.read(atMost: 8)
    try file.append(Array("x = 1".utf8))
    let again = file.read(atMost: 8)
    if again.last != Array("x = 1".utf8) { return "what was added last is not the last entry" }
    let kept = entries.filter { $0 != Array("x = 1".utf8) }
    return again.dropLast().elementsEqual(kept.suffix(again.count - 1)) ? nil : "entries changed when one was added"
  }

  /// Runs a chunk; an error of its own is a complaint, and so is what it returns.
  private static func withoutFailing(_ chunk: String, _ arguments: LuaValue...) throws -> String? {
    let lua = LuaState()
    try Polyak.open(in: lua)
    do { return try lua.run(chunk, name: "=input", arguments: arguments).first?.text } catch { return error.message }
  }
}
