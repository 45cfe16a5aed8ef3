import Foundation
import Testing

/// Ends of every kind at any moment. POLYAK_KILLS says how many of each (5 in the everyday tests; scripts/faults asks for
/// more).
@Suite("Faults") struct FaultTests {
  let folder = TemporaryFolder()
  static let kills = ProcessInfo.processInfo.environment["POLYAK_KILLS"].flatMap { Int($0) } ?? 5

  private var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/out")) ?? []).sorted() }

  private func launch(_ script: String) throws -> Launched {
    try Launched(
      ["-e", script], environment: ["HOME": folder.path], folder: folder.path,
      files: (try folder.write("", to: "in"), folder.path + "/o", folder.path + "/e"))
  }

  /// Starts a program again and again and ends it some time after it has begun to work.
  private func endAtRandom(_ script: String, by signal: Int32, check: () throws -> Void) throws {
    for _ in 0..<Self.kills {
      try? FileManager.default.removeItem(atPath: folder.path + "/begun")
      let program = try launch("io.open('begun', 'w'):close() " + script)
      #expect(comesTrue { FileManager.default.fileExists(atPath: folder.path + "/begun") })
      usleep(.random(in: 0..<120_000))
      kill(program.process, signal)
      // It may have come to its end before.
      let code = try #require(program.wait())
      #expect([0, 128 + signal].contains(code))
      try check()
    }
  }

  static let saves = """
    local json_file = require "script.json_file"
    files.make_folder "out"
    local L = losses.define(1, function(b) return b[1] end)
    local function save(k)
      data.save_npy("out/a.npy", vec(30000, k))
      data.save_csv("out/a.csv", vec(3000, k))
      json_file.write("out/a.json", vec(2000, k):totable())
      optim.gd{loss = L, eta = 0.1}:run({k}, 500):save("out/t.json")
      plot({k, k, k}, {file = "out/a.svg"})
    end

    """
  static let files = ["a.csv", "a.json", "a.npy", "a.svg", "t.json"]

  @Test(
    "a save that is ended leaves whole files, and litter only where it was killed, until the next",
    arguments: [SIGKILL, SIGTERM, SIGHUP])
  func saves(_ signal: Int32) throws {
    try endAtRandom(Self.saves + "local k = 0 while true do k = k + 1 save(k) end", by: signal) {
      let visible = names.filter { !$0.hasPrefix(".polyak-") }
      #expect(visible.allSatisfy { Self.files.contains($0) })
      if signal != SIGKILL { #expect(names == visible) }
      let outcome = try polyak(
        "-e",
        """
        local decode = require("script.json").decode
        local function equal(v, n) assert(#v == n) for i = 2, n do assert(v[i] == v[1]) end end
        local function read(name, f) if io.open("out/" .. name) then f("out/" .. name) end end
        read("a.npy", function(path) equal(data.npy(path), 30000) end)
        read("a.csv", function(path) equal(data.csv(path).X:t()[1], 3000) end)
        read("a.json", function(path) equal(decode(io.open(path):read "a"), 2000) end)
        read("t.json", function(path) assert(#decode(io.open(path):read "a").beta == 501) end)
        read("a.svg", function(path) assert(io.open(path):read("a"):find "</svg>%s*$") end)
        """, in: folder)
      #expect(outcome == Outcome())
    }
    #expect(try polyak("-e", Self.saves + "save(1)", in: folder) == Outcome())
    #expect(names == Self.files)
  }

  @Test("a computation with checkpoints goes on to the same numbers however often it is ended", arguments: [SIGKILL, SIGTERM])
  func checkpoints(_ signal: Int32) throws {
    let script = { (last: String) in
      """
      local checkpoint = require "script.checkpoint"
      files.make_folder "out"
      local store = checkpoint.open("out/cp", {n = 1})
      local progress, state = store:read()
      local k, b = 0, vec(2000, 0)
      if progress then k, b = progress.k, state.b end
      assert(b[1] == k and b[2000] == k)
      local last = \(last)
      while k < last do
        k, b = k + 1, b + 1
        store:write({k = k}, {b = b, c = mat(20, 20, k)})
      end
      io.write(k)
      """
    }
    try endAtRandom(script("math.huge"), by: signal) {
      if signal != SIGKILL { #expect(names.allSatisfy { !$0.hasPrefix(".") && !$0.hasSuffix(".claim") }) }
    }
    let outcome = try polyak("-e", script("k + 2"), in: folder)
    #expect(outcome.errors == "" && outcome.code == 0)
    #expect(names.count == 3 && names.last == "cp.json", "\(names)")
    #expect(try polyak("-e", "require('script.checkpoint').remove 'out/cp'", in: folder) == Outcome())
    #expect(names == [])
  }

  @Test("a sweep comes to the same results however often it is ended", arguments: [SIGKILL, SIGTERM])
  func sweeps(_ signal: Int32) throws {
    let script = """
      local runs = {}
      for i = 1, 60 do runs[i] = {i = i} end
      local r = sweep{name = "s", folder = "out", runs = runs, workers = 2, progress = false, run = function(run)
        local v = vec(100, run.i)
        for _ = 1, 200 do v = v * 1.001 end
        return {v = v, r = math.random()}
      end}
      local sum = 0
      for i = 1, 60 do sum = sum + r[i].v[1] + r[i].r end
      io.write(("%a"):format(sum))
      """
    let whole = try polyak("-e", script, in: folder)
    try FileManager.default.removeItem(atPath: folder.path + "/out")
    try endAtRandom(script, by: signal) {}
    #expect(try polyak("-e", script, in: folder) == whole)
    let journal = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out/journal")
    #expect(journal.count == 60 && journal.allSatisfy { $0.hasSuffix(".json") }, "\(journal)")
  }

  private func shell(_ command: String) throws -> String {
    try polyak(["-c", "exec 2>&1; \(command)", programPath], in: folder, program: "/bin/sh").output
  }

  static let isRoot =
    geteuid() == 0
    && (try? Process.run(URL(fileURLWithPath: "/bin/sh"), arguments: ["-c", "unshare -m true 2> /dev/null"]).succeeds) == true

  @Test("where a disk is full the old file stays, alone", .enabled(if: isRoot)) func fullDisk() throws {
    let script = """
      files.make_folder "out" plot({1, 2}, {file = "out/a.svg"})
      local json_file, csv = require "script.json_file", require "script.csv"
      local L = losses.define(1, function(b) return b[1] end)
      local run = optim.gd{loss = L, eta = 0.1}:run({1}, 20000)
      local x = vec(100000, 0.1)
      for _, f in ipairs{
        function() data.save_npy("out/a.svg", x) end, function() data.save_csv("out/a.svg", x) end,
        function() json_file.write("out/a.svg", x) end, function() csv.write("out/a.svg", {"x"}, {x}) end,
        function() run:save("out/t.csv") end, function() run:save("out/t.npy") end, function() run:save("out/t.json") end,
        function() require("script.checkpoint").open("out/cp", {}):write({}, {x = x}) end,
      } do
        local ok, why = pcall(f)
        print(ok, tostring(why):match "[^:]*$")
      end
      """
    try folder.write(script, to: "full.lua")
    let output = try shell(
      "unshare -m sh -c 'mkdir d && mount -t tmpfs -o size=200k none d && cd d && \"$0\" ../full.lua; ls -A out; tail -c 7 out/a.svg' \"$0\""
    )
    #expect(output == String(repeating: "false\t No space left on device\n", count: 8) + "a.svg\n</svg>\n")
  }

  @Test func `a file longer than the process may make one is refused by every writer`() throws {
    let output = try shell(
      """
      ulimit -f 20; "$0" -e '
        for _, call in ipairs{
          function() data.save_npy("a", vec(100000)) end, function() plot(random.new(1):normal(20000), {file = "a.gp"}) end,
          function() require("script.json_file").write("a", vec(100000):totable()) end,
        } do print((tostring(select(2, pcall(call))):gsub("^.*: ", ""))) end'; ls -A
      """)
    #expect(output == "File too large\nFile too large\nFile too large\n")
  }

  @Test("in a container a kill during a save hinders no later one", .enabled(if: isRoot)) func containers() throws {
    let save =
      "local k = 0 while true do k = k + 1 data.save_npy(\"m.npy\", vec(300000, k)) io.open(\"../begun\", \"w\"):close() end"
    try FileManager.default.createDirectory(atPath: folder.path + "/out", withIntermediateDirectories: true)
    for _ in 0..<3 {
      // What kills the first process of a namespace ends all in it.
      let output = try shell(
        "cd out && timeout -s KILL 1 unshare -pf --kill-child --mount-proc \"$0\" -e '\(save)'; \"$0\" -e 'print(#data.npy(\"m.npy\"))'"
      )
      #expect(output.hasSuffix("300000\n"), "\(output)")
    }
    #expect(try shell("cd out && unshare -pf --mount-proc \"$0\" -e 'print(data.save_npy(\"m.npy\", vec(3)))'") == "m.npy\n")
    #expect(names == ["m.npy"])
  }

  @Test("devices, FIFOs and links stay what they are, whoever writes", .enabled(if: isRoot)) func nodes() throws {
    let output = try shell(
      """
      mknod n.csv c 1 3 && mkfifo f.csv && echo old > real.csv && chmod 640 real.csv && ln -s real.csv lk.csv || exit 1
      for end in npy json svg; do cp -a n.csv n.$end; ln -s real.$end lk.$end; done
      cat f.csv > got &
      "$0" -e '
        local run = optim.gd{loss = losses.define(1, function(b) return b[1] end), eta = 0.1}:run({1}, 3)
        for _, name in ipairs{"n", "lk"} do
          data.save_csv(name .. ".csv", mat{{1, 2}, {3, 4}})
          data.save_npy(name .. ".npy", vec{1})
          run:save(name .. ".json")
          plot({1, 2}, {file = name .. ".svg"})
          require("script.json_file").write(name .. ".json", {1})
        end
        data.save_csv("f.csv", mat{{1, 2}, {3, 4}})'
      wait
      for file in *; do stat -c "%F %A %n" $file; done; cat got real.csv
      """)
    #expect(
      output == """
        fifo prw-r--r-- f.csv
        regular file -rw-r--r-- got
        symbolic link lrwxrwxrwx lk.csv
        symbolic link lrwxrwxrwx lk.json
        symbolic link lrwxrwxrwx lk.npy
        symbolic link lrwxrwxrwx lk.svg
        character special file crw-r--r-- n.csv
        character special file crw-r--r-- n.json
        character special file crw-r--r-- n.npy
        character special file crw-r--r-- n.svg
        regular file -rw-r----- real.csv
        regular file -rw-r--r-- real.json
        regular file -rw-r--r-- real.npy
        regular file -rw-r--r-- real.svg
        1.0,2.0
        3.0,4.0
        1.0,2.0
        3.0,4.0

        """)
  }

  @Test("what may not be read is not taken for absent", .enabled(if: isRoot)) func permissions() throws {
    // As nobody, beside files of root in a folder of nobody's.
    let output = try shell(
      """
      chmod 755 .; mkdir d; cd d
      "$0" -e 'require("script.checkpoint").open("cp", {eta = 1}):write({epoch = 900}, {b = vec{9}})
        sweep{name = "s", folder = "S", runs = {{a = 1}}, settings = {k = 10}, progress = false, run = function() return 1 end}'
      chmod 600 cp.json S/settings.json S/journal/*; chown nobody . S S/journal
      setpriv --reuid nobody --clear-groups "$0" -e '
        local checkpoint = require "script.checkpoint"
        local function try(f) print((tostring(select(2, pcall(f))):gsub("^.-: ", ""))) end
        try(function() return checkpoint.exists "cp" end)
        try(function() return checkpoint.open("cp", {eta = 1}):read() end)
        try(function() return checkpoint.open("cp", {eta = 1}):write({epoch = 0}, {b = vec{0}}) end)
        try(function() return sweep{name = "s", folder = "S", runs = {{a = 1}}, settings = {k = 20}, progress = false, run = function() return 1 end} end)
        try(function() return data.save_npy("cp-a-b.npy", 1) end)'
      "$0" -e 'print(require("script.checkpoint").open("cp", {eta = 1}):read().epoch)'; ls -A . S/journal
      """)
    #expect(
      output == """
        cannot read the checkpoint 'cp.json': Permission denied
        cannot read the checkpoint 'cp.json': Permission denied
        cannot read the checkpoint 'cp.json': Permission denied
        sweep: cannot read 'S/settings.json': Permission denied
        data.save_npy: cp-a-b.npy: Permission denied
        900
        .:
        S
        cp-a-b.npy
        cp.json

        S/journal:
        a=1.json

        """)
  }
}

extension Process {
  fileprivate var succeeds: Bool {
    waitUntilExit()
    return terminationStatus == 0
  }
}
