/// A shell that can complete the program's options: each script is made from ``CommandLineOption/all`` and
/// ``Subcommand/all``.
enum CompletingShell: String, CaseIterable {
  case bash, zsh, fish

  /// What the shell is to read, as a file of its folder of completions.
  var script: String {
    switch self {
    case .bash: bashScript
    case .zsh: zshScript
    case .fish: fishScript
    }
  }
}

private let options = CommandLineOption.all

private var bashScript: String {
  let cases = options.compactMap { option in
    option.argument.map { argument in
      let words =
        switch argument {
        case .code, .module: "return"
        case .folder: "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$word\"); return"
        case .file: "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return"
        case .oneOf(let words): "mapfile -t COMPREPLY < <(compgen -W '\(words.joined(separator: " "))' -- \"$word\"); return"
        }
      return "    \(option.name)) \(words) ;;\n"
    }
  }
  return """
    # Completion of polyak's options for bash.
    _polyak() {
      local word=${COMP_WORDS[COMP_CWORD]}
      COMPREPLY=()
    \(Subcommand.bashCases)
      case ${COMP_WORDS[COMP_CWORD - 1]} in
    \(cases.joined())  esac
      if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W '\(options.map(\.name).joined(separator: " "))' -- "$word")
      else
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -X '!*.lua' -- "$word"; compgen -d -- "$word")
        (( COMP_CWORD > 1 )) || mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W '\(Subcommand.firstWords)' -- "$word")
      fi
    }
    complete -F _polyak polyak

    """
}

private var zshScript: String {
  let specifications = options.map { option in
    let summary = option.forms[0].summary.filter { !"[]:\\'".contains($0) }
    let argument: String =
      switch option.argument {
      case nil: ""
      case .code: ":code:"
      case .module: ":module:"
      case .folder: ":folder:_directories"
      case .file: ":file:_files"
      case .oneOf(let words): ":\(option.forms[0].argument):(\(words.joined(separator: " ")))"
      }
    // These may be given more than once.
    let often = option.isLetter && option.argument != nil ? "*" : ""
    return "  '\(often)\(option.name)[\(summary)]\(argument)' \\\n"
  }
  return """
    #compdef polyak
    # Completion of polyak's options for zsh.
    \(Subcommand.zshCases)
    _arguments -s \\
    \(specifications.joined())  '1:script:{_files -g "*.lua"; compadd \(Subcommand.firstWords)}' \\
      '*::arguments:_files'

    """
}

private var fishScript: String {
  let lines = options.map { option in
    let summary = option.forms[0].summary.filter { $0 != "'" && $0 != "\\" }
    let argument: String =
      switch option.argument {
      case nil: ""
      case .code, .module: " -x"
      case .folder: " -x -a '(__fish_complete_directories)'"
      case .file: " -r -F"
      case .oneOf(let words): " -x -a '\(words.joined(separator: " "))'"
      }
    let name = option.isLetter ? "-s \(option.name.dropFirst())" : "-l \(option.name.dropFirst(2))"
    return "complete -c polyak -n '\(Subcommand.fishAbsent)' \(name)\(argument) -d '\(summary)'\n"
  }
  return """
    # Completion of polyak's options for fish.
    complete -c polyak -f
    complete -c polyak -n '\(Subcommand.fishAbsent)' -k -a '(__fish_complete_suffix .lua)'
    \(lines.joined())\(Subcommand.fishLines)
    """
}
