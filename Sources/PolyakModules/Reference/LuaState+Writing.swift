import HeavyBall
public import LuaKit
import LuaPrompt

extension LuaState {
  /// Writes ``editorStubs`` into a folder, which is made where it is missing. Each file is whole or not there.
  ///
  ///     try lua.writeEditorStubs(to: "stubs")     // for .luarc.json: {"workspace.library": ["stubs"]}
  ///
  /// - Returns: The files' names, without the folder.
  /// - Throws: where one cannot be written; those before it are there.
  @discardableResult
  public func writeEditorStubs(to folder: LuaString) throws(LuaError) -> [String] { try write(editorStubs, to: folder) }

  /// Writes the ``reference(title:)``, in the same way.
  ///
  ///     try lua.writeReference(to: "reference", title: "Mine")     // begin with reference/index.html
  @discardableResult
  public func writeReference(to folder: LuaString, title: String = "Polyak \(Polyak.version)") throws(LuaError) -> [String] {
    try write(reference(title: title), to: folder)
  }

  private func write(_ files: [(file: String, text: String)], to folder: LuaString) throws(LuaError) -> [String] {
    let supervision = Supervision(poll: { try self.checkInterrupt() })
    func path(_ parts: some Sequence<Substring>) -> FileName {
      FileName(bytes: Array(folder.bytes) + parts.flatMap { [UInt8(ascii: "/")] + $0.utf8 })
    }
    do {
      var folders: Set<FileName> = []
      for (file, text) in files {
        let parts = file.split(separator: "/")
        if folders.insert(path(parts.dropLast())).inserted { try makeWritableFolder(path(parts.dropLast())) }
        let output = try AtomicFile(path(parts), supervision)
        try output.write(Array(text.utf8))
        try output.commit()
      }
    } catch let error as LuaError { throw error } catch { throw LuaError("\(error)") }
    return files.map(\.file)
  }
}
