import HeavyBall
import LuaKit
import LuaPrompt

/// A value in the forms that a notebook can show: always text, and what the value has beside it.
enum RichValue {
  /// By MIME type.
  ///
  /// - Parameter text: As the prompt shows it.
  static func forms(of values: [LuaValue], text: String, in lua: LuaState) -> DataTree {
    var forms: DataTree = ["text/plain": .text(text)]
    guard values.count == 1 else { return forms }
    if let formula = formula(of: values[0], in: lua) { forms = forms.with("text/latex", .text(formula)) }
    if let table = HTMLTable(values[0], in: lua) { forms = forms.with("text/html", .text(table.text)) }
    return forms
  }

  /// What the object's method `latex` says.
  private static func formula(of value: LuaValue, in lua: LuaState) -> String? {
    guard case .object = value, let ask = try? lua.load("local value = ...; return value:latex()", name: "=latex"),
      let text = (try? ask.call([value]))?.first?.text
    else { return nil }
    return DisplayedTable.array(from: text)
  }
}
