import LuaKit

/// `polyak.drawings`, for the files of stdlib/ alone: drawings as bytes of a PDF, a PNG or sixels.
enum InternalDrawings {
  static let name = "polyak.drawings"

  static func open(in state: LuaState) throws(LuaError) {
    let table = state.makeTable()
    // kind, width, height, scale, title, notes, commands -> the file's bytes, or nil and why not; nil alone without Cairo
    table["render"] = .function(
      try state.function("\(name).render") { call in
        guard let kind = call[0].text.flatMap(CairoDrawing.Kind.init), let width = call[1].number, let height = call[2].number,
          let scale = call[3].number, let title = call[4].text, let notes = call[5].text,
          case .string(let commands) = call[6]
        else { throw call.error("expected the kind, sizes, texts and commands of a drawing") }
        guard let cairo = Cairo.shared else { return Results(LuaValue.nil) }
        let drawing = CairoDrawing(
          kind: kind, width: width, height: height, scale: scale, title: title, notes: notes, commands: commands.bytes)
        do { return Results(LuaString(bytes: try drawing.render(by: cairo))) } catch let failure as CairoDrawing.Failure {
          return Results(LuaValue.nil, failure.reason)
        } catch is DrawingCommands.Flaw { throw call.error("expected the commands of a drawing") }
      })
    state.loaded[name] = .table(table)
  }
}
