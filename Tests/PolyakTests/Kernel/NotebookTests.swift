import HeavyBall
import LuaKit
import Testing

@testable import PolyakConsole

@Suite("A notebook") struct NotebookTests {
  /// A cell, its result, and what else it shows as values.
  static let results: [(cell: String, result: String?, others: [String])] = [
    ("1 + 2", "3", []),
    ("local x = 5\nx * 2", "10", []),
    ("1\n2\n3", "3", ["1", "2"]),
    ("x = 1", nil, []),
    ("x = 7\nx;", nil, []),
    ("nil", nil, []),
    ("local a <const> = 4\na, a + 1", "4\t5", []),
    ("> 6 * 7\n42\n> 1 + 1", "2", ["42"]),
    ("", nil, []),
    ("-- nothing", nil, []),
    ("7 -- seven", "7", []),
  ]

  @Test func `shows the last value as the cell's result, others as they come`() throws {
    let notebook = try NotebookConversation()
    for (cell, result, others) in Self.results {
      let answer = notebook.run(cell)
      #expect(answer.content["status"] == "ok", "\(cell)")
      #expect(answer.result == result, "\(cell)")
      let shown = answer.published.filter { $0.type == "display_data" }.map { $0.content["data"]?["text/plain"]?.text }
      #expect(shown == others, "\(cell)")
    }
    #expect(notebook.run("local z = 1; function f() z = z + 1 return z end").content["status"] == "ok")
    #expect(notebook.run("f() + z").result == "4")
    #expect(notebook.run("_ + 1").result == "5")
  }

  @Test func `counts what is kept, and repeats what is run`() throws {
    let notebook = try NotebookConversation()
    let first = notebook.run("1")
    #expect(first.content(of: "execute_input") == ["code": "1", "execution_count": 1])
    #expect(first.content(of: "execute_result")?["execution_count"] == 1)
    #expect(notebook.run("2", ["silent": true]).content["execution_count"] == 1)
    #expect(notebook.run("2", ["store_history": false]).content["execution_count"] == 1)
    #expect(notebook.run("2").content["execution_count"] == 2)
  }

  /// A cell, what it says, and the place that is marked.
  static let failures: [(cell: String, kind: String, report: String)] = [
    (
      "local y = 1\n\nhbf.flwo{}", "runtime",
      "[1]:3: attempt to call a nil value (field 'flwo') (did you mean 'flow'?)\n  3 | hbf.flwo{}\n          ^~~~"
    ),
    ("x = 1\ny = 2\nerror 'no'", "runtime", "[1]:3: no\n  3 | error 'no'"),
    ("y = 1\nx = = 1", "syntax", "[1]:2: unexpected symbol near '='\n  2 | x = = 1\n          ^"),
    (
      "a = 1\noptim.gd{loss = losses.product{y = 1}, etaa = 1}", "runtime",
      """
      [1]:2: optim.gd: unknown option 'etaa' (did you mean 'eta'?)
        2 | optim.gd{loss = losses.product{y = 1}, etaa = 1}
                                                   ^~~~
      """
    ),
  ]

  @Test("tells errors by the cell's number and lines, with the place marked", arguments: failures.indices)
  func errors(_ i: Int) throws {
    let (cell, kind, report) = Self.failures[i]
    let answer = try NotebookConversation().run(cell)
    #expect(answer.content["status"] == "error" && answer.stops)
    let error = try #require(answer.content(of: "error"))
    #expect(error["ename"]?.text == kind)
    #expect(error["evalue"]?.text == report.split(separator: "\n").first.map(String.init))
    guard case .list(let lines)? = error["traceback"] else { return #expect(Bool(false), "no traceback") }
    let shown = lines.compactMap(\.text).joined(separator: "\n").replacing(/\u{1B}\[\d+m/, with: "")
    #expect(shown == report)
    #expect(answer.content["evalue"] == error["evalue"] && answer.content["traceback"] == error["traceback"])
  }

  @Test func `goes on behind an error where it is to`() throws {
    let notebook = try NotebookConversation()
    #expect(!notebook.run("error()", ["stop_on_error": false]).stops)
    #expect(notebook.run("1").result == "1")
  }

  @Test func `shows pictures as SVG, series as formulas, rows as tables, each as text too`() throws {
    let notebook = try NotebookConversation()
    let picture = try #require(notebook.run("plot{1, 4, 9}\nx = 1").content(of: "display_data"))
    #expect(picture["data"]?["image/svg+xml"]?.text?.hasPrefix("<svg ") == true)
    #expect(picture["data"]?["text/plain"]?.text?.contains("\n") == true)
    let series = notebook.run("hbf.series(2)").content(of: "execute_result")?["data"]
    #expect(
      series?["text/latex"]?.text == #"""
        $$\begin{array}{rll}
        \text{nodes} & \text{tree} & \text{coefficient} \\ \hline
        1 & \texttt{[]} & \frac{1}{1-\mu} \\
        2 & \texttt{[[]]} & \frac{1 + \mu}{2(1-\mu)^{3}} \\
        \end{array}$$
        """#)
    #expect(series?["text/plain"]?.text?.hasPrefix("1 node") == true)
    let phase = notebook.run("hbf.phase_series(1)").content(of: "execute_result")?["data"]
    #expect(phase?["text/latex"]?.text?.contains(#"\text{in $d\beta/dt$}"#) == true)
    let long = notebook.run("hbf.series(7)").content(of: "execute_result")?["data"]?["text/latex"]?.text?.split(separator: "\n")
    // 1, 1, 2, 4, 9, 20, 48 rooted trees of 1 to 7 nodes.
    #expect(long?.count == 64 && long?.dropLast().last == #" & \text{... 25 more} \\"#)
    let rows = notebook.run("{{a = 1, b = '<x>'}, {a = 2.5}}").content(of: "execute_result")?["data"]
    #expect(
      rows?["text/html"]?.text == """
        <table>
        <tr><th></th><th>a</th><th>b</th></tr>
        <tr><th>1</th><td style="text-align: right">1</td><td style="text-align: left">&lt;x&gt;</td></tr>
        <tr><th>2</th><td style="text-align: right">2.5</td><td style="text-align: left"></td></tr>
        </table>
        """)
    for other in ["{1, 2, 3}", "{{a = 1}}", "{{a = 1}, 2}", "{{a = 1}, {1, 2}}", "{{1, 2}, {1}}", "vec{1, 2}", "'x'"] {
      let data = notebook.run(other).content(of: "execute_result")?["data"]
      #expect(data?.fields?.map(\.name) == ["text/plain"], "\(other)")
    }
    #expect(
      notebook.run("{{1, 2}, {3, 4}}").content(of: "execute_result")?["data"]?["text/html"]?.text?.contains("<th>2</th>") == true)
  }

  @Test func `draws a living picture anew in its place`() throws {
    let answer = try NotebookConversation().run(
      """
      local picture <close> = plot.live{title = "mine"}
      for k = 1, 5 do picture:add(k, k * k) end
      """)
    #expect(answer.content["status"] == "error", "what is to be closed is no variable of a prompt's")
    let shown = try NotebookConversation().run(
      """
      picture = plot.live{title = "mine"}
      for k = 1, 5 do picture:add(k, k * k) end
      picture:close()
      """
    ).published.filter { $0.type.hasSuffix("display_data") }
    #expect(shown.first?.type == "display_data" && shown.dropFirst().allSatisfy { $0.type == "update_display_data" })
    #expect(shown.count >= 2)
    #expect(Set(shown.compactMap { $0.content["transient"]?["display_id"]?.text }).count == 1)
  }

  @Test func `evaluates expressions beside the code`() throws {
    let notebook = try NotebookConversation()
    let more: DataTree = ["user_expressions": ["sum": "x + 1", "wrong": "error('no')"]]
    let values = notebook.run("x = 2", more).content["user_expressions"]
    #expect(values?["sum"]?["data"]?["text/plain"] == "3")
    #expect(values?["wrong"]?["status"] == "error" && values?["wrong"]?["evalue"]?.text?.contains("no") == true)
    #expect(notebook.run("_").content["status"] == "ok")
    #expect(notebook.run("error()", more).content["user_expressions"] == nil)
  }

  @Test func `understands the prompt's commands`() throws {
    let notebook = try NotebookConversation()
    #expect(notebook.run("?hbf.radius").content["status"] == "ok")
    #expect(notebook.takePrinted().hasPrefix("hbf.radius(mu, [nu], [form]) -> number\n"))
    #expect(notebook.run("y = 3\n:who").content["status"] == "ok")
    #expect(notebook.takePrinted().contains("y"))
    #expect(notebook.run(":tiem 1").content["evalue"] == ":tiem: no such command (did you mean ':time'?); :help lists them")
  }
}

@Suite("While a cell is typed") struct NotebookEditingTests {
  /// `|` is the cursor.
  private func request(_ cell: String) -> DataTree {
    let place = cell.unicodeScalars.firstIndex(of: "|").map { cell.unicodeScalars.distance(from: cell.startIndex, to: $0) }
    return ["code": .text(cell.replacing("|", with: "")), "cursor_pos": .integer(place ?? cell.unicodeScalars.count)]
  }

  static let completions: [(cell: String, matches: [String], start: Int)] = [
    ("hbf.rad|", ["radius"], 4),
    ("µ = 1 -- é\nhbf.rad|\nx = 2", ["radius"], 15),
    ("'😀', optim.nag|", ["nag"], 11),
    ("optim.gd{et|", ["eta = "], 9),
    (":ti|", ["time "], 1),
    ("?hbf.rad|", ["radius"], 5),
    ("nothing_of_this_name|", [], 0),
  ]

  @Test func `what may stand at the cursor is offered, with the place in letters`() throws {
    let notebook = try NotebookConversation()
    for (cell, matches, start) in Self.completions {
      let content = notebook.ask(.complete, request(cell)).content
      guard case .list(let found)? = content["matches"] else {
        #expect(matches.isEmpty, "\(cell)")
        continue
      }
      #expect(found.compactMap(\.text) == matches, "\(cell)")
      if !matches.isEmpty { #expect(content["cursor_start"]?.integer == start, "\(cell)") }
      let place = cell.unicodeScalars.distance(from: cell.startIndex, to: cell.unicodeScalars.firstIndex(of: "|")!)
      #expect(content["cursor_end"]?.integer == place)
    }
  }

  static let inspections: [(cell: String, page: String?)] = [
    ("hbf.rad|ius", "hbf.radius("), ("x = hbf.radius|(0.5)", "hbf.radius("), ("hbf.radius(0.5, |", "hbf.radius("),
    ("optim.hb{loss = losses.product{y = |1}}", "losses.product"), ("optim.hb{loss = losses.product{y = 1}, |}", "optim.hb"),
    ("h|bf.radius(1)", "hbf"), ("1 + |2", nil), ("|", nil), ("nobody|", nil),
  ]

  @Test func `the name at the cursor, or the call around it, is explained`() throws {
    let notebook = try NotebookConversation()
    for (cell, page) in Self.inspections {
      let content = notebook.ask(.inspect, request(cell)).content
      #expect(content["status"] == "ok" && content["found"]?.boolean == (page != nil), "\(cell)")
      if let page { #expect(content["data"]?["text/plain"]?.text?.hasPrefix(page) == true, "\(cell)") }
    }
  }

  static let states: [(String, String)] = [
    ("1 + 1", "complete"), ("print 'x'", "complete"), ("", "complete"), ("?hbf", "complete"), ("x = 1; x", "complete"),
    ("for i = 1, 2 do", "incomplete"), ("f(", "incomplete"), ("x = [[", "incomplete"), ("if a then\n  b()", "incomplete"),
    ("x = = 1", "invalid"), ("print('x", "invalid"), ("end", "invalid"), ("> 1 +", "incomplete"), ("> 1\n1\n> 2", "complete"),
  ]

  @Test func `a cell is known to be whole, to need more, or to be wrong`() throws {
    let notebook = try NotebookConversation()
    for (cell, state) in Self.states {
      #expect(notebook.ask(.isComplete, ["code": .text(cell)]).content["status"]?.text == state, "\(cell)")
    }
  }
}

@Suite("What was entered in a notebook") struct NotebookHistoryTests {
  private func texts(_ content: DataTree) -> [String] {
    guard case .list(let entries)? = content["history"] else { return [] }
    return entries.compactMap { entry in
      guard case .list(let parts) = entry, parts.count == 3 else { return nil }
      if case .list(let both) = parts[2] { return "\(both[0].text ?? "") -> \(both[1].text ?? "")" }
      return parts[2].text
    }
  }

  static let asked: [(DataTree, [String])] = [
    (["hist_access_type": "tail", "n": 2], ["2 + 2", "x = 1"]),
    (["hist_access_type": "tail", "n": 3, "output": true], ["1 + 1 -> 2", "2 + 2 -> 4", "x = 1 -> "]),
    (["hist_access_type": "range", "session": 0, "start": 1, "stop": 3], ["1 + 1", "2 + 2"]),
    (["hist_access_type": "range", "session": 2, "start": 3], ["x = 1"]),
    (["hist_access_type": "search", "pattern": "* + *"], ["1 + 1", "2 + 2"]),
    (["hist_access_type": "search", "pattern": "?*", "n": 1], ["x = 1"]),
    (["hist_access_type": "search", "pattern": "1"], []),
  ]

  @Test func `is found by place and by pattern`() throws {
    let notebook = try NotebookConversation()
    for cell in ["1 + 1", "2 + 2", "x = 1"] { _ = notebook.run(cell) }
    _ = notebook.run("3", ["store_history": false])
    for (request, found) in Self.asked { #expect(texts(notebook.ask(.history, request).content) == found) }
  }

  @Test func `is found in the next one, once where it was entered again`() throws {
    let folder = TemporaryFolder()
    do {
      let notebook = try NotebookConversation(historyFolder: folder.path)
      for cell in ["a = 1", "b = 2\nb", "a = 1"] { _ = notebook.run(cell) }
    }
    let next = try NotebookConversation(historyFolder: folder.path)
    _ = next.run("c = 3")
    #expect(texts(next.ask(.history, ["hist_access_type": "tail", "n": 9]).content) == ["b = 2\nb", "a = 1", "c = 3"])
    let unique = next.ask(.history, ["hist_access_type": "search", "pattern": "*=*", "unique": true]).content
    #expect(texts(unique) == ["b = 2\nb", "a = 1", "c = 3"])
  }
}
