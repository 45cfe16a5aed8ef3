import Foundation
import LuaKit
import Testing

@testable import PolyakConsole

@Suite struct `The manual page` {
  let page = ManualPage(
    version: "Polyak 1.2", commands: [(":time expr", "how long it took")], modules: [("hbf", "the flow -- \\ and more")]
  ).text

  @Test("tells of every option, as the usage text does", arguments: CommandLineOption.all.map(\.name))
  func options(_ name: String) throws {
    let option = try #require(CommandLineOption.named(name))
    for form in option.forms {
      let entry = form.argument.isEmpty ? name : "\(name) \(form.argument)"
      #expect(page.contains(".B \(entry.replacingOccurrences(of: "-", with: "\\-"))\n"))
      #expect(Options.usage.contains("  \(entry)"))
      #expect(Options.usage.filter { !$0.isWhitespace }.contains(form.summary.filter { !$0.isWhitespace }))
    }
    #expect(Options.usage.split(separator: "\n").allSatisfy { $0.count <= 79 })
  }

  @Test("tells of every subcommand and its options, as the usage texts do", arguments: Subcommand.all.map(\.name))
  func subcommands(_ name: String) throws {
    let subcommand = try #require(Subcommand.all.first { $0.name == name })
    let usage = Subcommand.usage(of: name)
    func bare(_ text: String) -> String { text.filter { !$0.isWhitespace } }
    for entry in subcommand.entries + [(subcommand.form, subcommand.summary)] {
      #expect(page.contains(entry.name.replacingOccurrences(of: "-", with: "\\-") + "\n"))
      #expect(page.contains(entry.summary.replacingOccurrences(of: "-", with: "\\-")))
      #expect(bare(usage).contains(bare(entry.name)) && bare(usage).contains(bare(entry.summary)))
    }
    #expect(bare(Options.usage).contains(bare(subcommand.summary)))
    let lines: [Substring] = usage.split(separator: "\n")
    #expect(lines.dropFirst().allSatisfy { $0.count <= 79 })
    #expect(Subcommand.usage(of: subcommand.words[0]).contains(usage))
  }

  @Test("escapes what means something else in roff") func escapes() {
    #expect(page.hasPrefix(".TH POLYAK 1 \"\" \"Polyak 1.2\" \"User Commands\"\n.SH NAME\n"))
    #expect(page.contains(".TP\n.B hbf\nthe flow \\-\\- \\e and more\n"))
    #expect(page.contains(".TP\n.B :time expr\nhow long it took\n"))
  }

  /// HOME, TERM and TMPDIR are what everybody's programs read.
  @Test("tells of every variable of the environment that the sources read") func environment() throws {
    let listed = Set(EnvironmentVariable.all.flatMap { $0.name.split(separator: ", ").map(String.init) })
    var read: Set<String> = []
    let names = try #require(FileManager.default.enumerator(atPath: Page.root + "/Sources"))
    for case let name as String in names where name.hasSuffix(".swift") {
      let text = try String(contentsOfFile: "\(Page.root)/Sources/\(name)", encoding: .utf8)
      for match in text.matches(of: /(?:getenv|folder)\("([A-Z_0-9]+)"|static let setting = "([A-Z_]+)"/) {
        if let name = match.1 ?? match.2 { read.insert(String(name)) }
      }
    }
    #expect(read.isSuperset(of: ["POLYAK_INIT", "POLYAK_BLAS", "POLYAK_THREADS", "XDG_STATE_HOME"]))
    #expect(read.subtracting(listed).sorted() == ["HOME", "TERM", "TMPDIR"])
  }
}

@Suite struct `Completions for shells` {
  /// Tests/Installed asks zsh and fish, which are on fewer machines.
  @Test func `are scripts that bash can read`() throws {
    let folder = TemporaryFolder()
    try folder.write(CompletingShell.bash.script, to: "completions")
    #expect(try polyak(["-n", "completions"], in: folder, program: "/bin/bash") == Outcome())
  }

  @Test("know every subcommand", arguments: CompletingShell.allCases) func subcommands(_ shell: CompletingShell) {
    for subcommand in Subcommand.all {
      for option in subcommand.options {
        let name = shell == .fish ? "-l \(option.name.dropFirst(2)) " : option.name
        #expect(shell.script.contains(name), "\(shell): \(subcommand.name) \(option.name)")
      }
      for word in subcommand.words { #expect(shell.script.contains(word)) }
    }
  }

  @Test("know every option", arguments: CompletingShell.allCases) func options(_ shell: CompletingShell) {
    for option in CommandLineOption.all {
      let name = option.name
      let entry =
        switch shell {
        case .bash: " \(name)"
        case .zsh: "\(name)["
        case .fish: option.isLetter ? "-s \(name.dropFirst()) " : "-l \(name.dropFirst(2)) "
        }
      #expect(shell.script.contains(entry) || shell.script.contains("'\(name) "))
    }
  }
}
