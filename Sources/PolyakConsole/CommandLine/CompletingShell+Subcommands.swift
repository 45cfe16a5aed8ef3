/// What stands in a script's place, for the shells.
extension Subcommand {
  /// "submit sweep".
  static var firstWords: String { firsts.joined(separator: " ") }

  private static var firsts: [String] {
    all.map { $0.words[0] }.reduce(into: []) { words, word in if words.last != word { words.append(word) } }
  }

  /// The words that may follow a first one, where there are such.
  private static var choices: [(first: String, next: String)] {
    firsts.compactMap { first in
      let next = beginning(with: first).compactMap { $0.words.count > 1 ? $0.words[1] : nil }
      return next.isEmpty ? nil : (first, next.joined(separator: " "))
    }
  }

  private var names: String { (options.map(\.name) + ["--help"]).joined(separator: " ") }

  // MARK: bash

  /// Branches of a function that completes `$word`.
  static var bashCases: String {
    let choices = choices.map {
      "    \"\($0.first) \") mapfile -t COMPREPLY < <(compgen -W '\($0.next)' -- \"$word\"); return ;;\n"
    }
    return "  case \"${COMP_WORDS[*]:1:COMP_CWORD-1} \" in\n" + choices.joined() + all.map(\.bashCase).joined() + "  esac"
  }

  /// Behind `--` stand the script's own words.
  private var bashRest: String {
    """
        if [[ " ${COMP_WORDS[*]:1:COMP_CWORD-1} " == *" -- "* ]]; then
            compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$word"); return
          fi

    """
  }

  private var bashCase: String {
    let arguments = options.compactMap { option in
      option.argument.map { "        \(option.name)) \($0.kind.bash)return ;;\n" }
    }
    return """
          "\(name) "*)
      \(rest == nil ? "" : bashRest)      case ${COMP_WORDS[COMP_CWORD - 1]} in
      \(arguments.joined())      esac
            if [[ $word == -* ]]; then
              mapfile -t COMPREPLY < <(compgen -W '\(names)' -- "$word")
            else
              \(operands.last.map(\.kind.bash) ?? ":")
            fi
            return ;;

      """
  }

  // MARK: zsh

  /// Branches at the beginning of a completing function, which they leave.
  static var zshCases: String {
    let cases = all.map { subcommand in
      let count = subcommand.words.count
      let pattern = subcommand.words.joined(separator: "\\ ") + (count == 1 ? "\\ *" : "")
      return """
          \(pattern))
            if (( CURRENT > \(count + 1) )); then
              words=("polyak \(subcommand.name)" "${(@)words[\(count + 2),-1]}")
              (( CURRENT -= \(count) ))
              _arguments \\
        \(subcommand.zshSpecifications)
              return
            fi ;;

        """
    }
    let choices = choices.map { "  \($0.first)\\ *) if (( CURRENT == 3 )); then compadd \($0.next); return; fi ;;\n" }
    return "case \"${words[2]} ${words[3]}\" in\n" + cases.joined() + choices.joined() + "esac"
  }

  private var zshSpecifications: String {
    let named = options.map { option in
      "'\(option.name)[\(option.summary.zshText)]\(option.argument.map { ":\($0.name):\($0.kind.zsh)" } ?? "")'"
    }
    let placed = operands.enumerated().map { i, operand in "'\(i + 1):\(operand.name):\(operand.kind.zsh)'" }
    let rest = rest.map { ["'*:\($0):_files'"] } ?? []
    return (named + placed + rest).map { "        \($0)" }.joined(separator: " \\\n")
  }

  // MARK: fish

  /// The condition that no subcommand stands on the line.
  static var fishAbsent: String { "not __fish_seen_subcommand_from \(firstWords)" }

  static var fishLines: String {
    let firsts = firsts.map { first in
      let those = beginning(with: first)
      let summary = those.count == 1 ? those[0].summary : those.map { $0.words[1] }.joined(separator: ", ")
      return "complete -c polyak -n __fish_use_subcommand -a \(first) -d '\(summary.filter { $0 != "'" })'\n"
    }
    let choices = choices.map {
      "complete -c polyak -n '__fish_seen_subcommand_from \($0.first); and not __fish_seen_subcommand_from \($0.next)' -a '\($0.next)'\n"
    }
    return (firsts + choices).joined() + all.map(\.fishLines).joined()
  }

  private var fishLines: String {
    let condition = words.map { "__fish_seen_subcommand_from \($0)" }.joined(separator: "; and ")
    let named = options.map { option in
      "complete -c polyak -n '\(condition)' -l \(option.name.dropFirst(2))\(option.argument.map(\.kind.fish) ?? "") -d '\(option.summary.filter { $0 != "'" && $0 != "\\" })'\n"
    }
    let placed = operands.compactMap(\.kind.fishWords).map { "complete -c polyak -n '\(condition)' \($0)\n" }
    return (named + placed).joined()
  }
}

extension String {
  /// As zsh reads a description between brackets and single quotes.
  fileprivate var zshText: String {
    String(filter { !"[]\\'".contains($0) }.flatMap { $0 == ":" ? Array("\\:") : [$0] })
  }
}

extension Subcommand.Kind {
  fileprivate var bash: String {
    switch self {
    case .script: "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -X '!*.lua' -- \"$word\"; compgen -d -- \"$word\"); "
    case .folder: "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$word\"); "
    case .file: "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); "
    case .count, .time, .memory, .word: ""
    }
  }

  fileprivate var zsh: String {
    switch self {
    case .script: "_files -g \"*.lua\""
    case .folder: "_directories"
    case .file: "_files"
    case .count, .time, .memory, .word: ""
    }
  }

  /// What fish offers where it stands by itself.
  fileprivate var fishWords: String? {
    switch self {
    case .script: "-k -a '(__fish_complete_suffix .lua)'"
    case .folder: "-a '(__fish_complete_directories)'"
    case .file: "-F"
    case .count, .time, .memory, .word: nil
    }
  }

  fileprivate var fish: String {
    switch self {
    case .script: " -x -a '(__fish_complete_suffix .lua)'"
    case .folder: " -x -a '(__fish_complete_directories)'"
    case .file: " -r -F"
    case .count, .time, .memory, .word: " -x"
    }
  }
}
