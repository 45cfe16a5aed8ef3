/// A page of the reference, as it is before it is written in one format or another.
struct ReferencePage {
  enum Group: String, CaseIterable {
    case modules = "Modules"
    case recipes = "Recipes"
    case language = "Lua's own library"
  }

  /// The file's name without its ending.
  let file: String
  let title: String
  /// What the title is of, for lists of pages.
  let subject: String
  let group: Group
  var introduction = ReferenceIntroduction()
  /// The name that leads to the page; empty where it is of several modules.
  let anchor: String
  var sections: [Section] = []

  struct Section {
    let heading: String
    /// The name that leads here, of a class.
    var anchor: String?
    var introduction = ReferenceIntroduction()
    /// What is read, not called: properties, constants.
    var variables: [Row] = []
    var entries: [Entry] = []
    /// "+", "#", "[i]".
    var operators: [String] = []
  }

  /// Something to call.
  struct Entry {
    let name: String
    var anchor: String
    /// How it is called, in every way.
    let signatures: [String]
    let result: String?
    let introduction: ReferenceIntroduction
    /// Parameters, and behind them those of the tables that a table of options lists.
    let tables: [Table]
  }

  struct Table {
    let heading: String?
    let rows: [Row]
  }

  struct Row {
    let name: String
    /// The name that leads here, of a variable.
    var anchor: String?
    /// 1 for options of an option's table.
    var depth = 0
    let type: String
    /// What it is where it is not given; nil of what is only read.
    var standIn: String?
    let words: String
  }

  /// Two classes may call their instances the same, as `A`: of the second the places are named by the class.
  mutating func distinguishAnchors() {
    var seen: Set<String> = [anchor]
    for i in sections.indices {
      let name = sections[i].anchor ?? sections[i].heading
      func distinct(_ anchor: String) -> String {
        if seen.insert(anchor).inserted { return anchor }
        let member = name + anchor.drop { !".:".contains($0) }
        seen.insert(member)
        return member
      }
      for j in sections[i].variables.indices { sections[i].variables[j].anchor = sections[i].variables[j].anchor.map(distinct) }
      for j in sections[i].entries.indices { sections[i].entries[j].anchor = distinct(sections[i].entries[j].anchor) }
    }
  }

  /// Every name that leads to the page or a place in it.
  var anchors: [String] {
    [anchor]
      + sections.flatMap { section in
        [section.anchor].compactMap(\.self) + section.variables.compactMap(\.anchor) + section.entries.map(\.anchor)
      }
  }
}

/// Words, and code that shows what they mean.
struct ReferenceIntroduction {
  var summary = ""
  /// A text for each paragraph; items of a list begin with "* ".
  var details: [String] = []
  var example: String?
}
