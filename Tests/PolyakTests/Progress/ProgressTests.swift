import Foundation
import Testing

@testable import PolyakModules

@Suite struct `The line of a long operation` {
  let folder = TemporaryFolder()

  /// A run for as many seconds as are given.
  static let run = """
    local function run(seconds, options)
      local finish = os.time() + seconds
      options.every, options.stop = "last", function(_, k) return k % 1000 == 0 and os.time() > finish end
      return optim.hb{loss = losses.rosenbrock{}, eta = 1e-4, mu = 0.9}:run({-1.2, 1}, 10^12 // 1 | 0, options)
    end

    """

  func session(_ program: String, _ environment: [String: String] = [:]) throws -> PromptSession {
    let path = try folder.write(program, to: "long.lua")
    return try PromptSession(path, environment: ["TERM": "xterm"].merging(environment) { $1 }, in: folder)
  }

  @Test func `says rate, time left and loss, and is gone at the end`() throws {
    let session = try session(Self.run + "run(2, {}) print 'ended'")
    let line = try #require(session.shows("\u{1B}[K"))
    let pattern = /\rheavy ball    0%  \.{12,24}  [\d.e+]+ steps\/s, [\d.]+ (h|days) left, loss [\d.e-]+\u{1B}\[K$/
    #expect(line.contains(pattern), "\(line)")
    let rest = try #require(session.shows("ended"))
    #expect(rest.hasSuffix("\r\u{1B}[Kended"), "\(rest)")
    #expect(session.exitCode() == 0)
  }

  @Test func `is as wide as the window lets it be`() throws {
    let session = try session(Self.run + "run(4, {}) print 'ended'")
    #expect(session.shows("loss ") != nil)
    session.resize(columns: 40, lines: 20)
    #expect(session.shows("\r  0%  ") != nil)
    #expect(session.shows("\u{1B}[K") != nil)
    session.resize(columns: 12, lines: 20)
    #expect(session.shows("\r  0%\u{1B}[K") != nil)
    #expect(session.shows("\r\u{1B}[Kended") != nil)
  }

  @Test(arguments: ["progress = false", "progress = function() end"])
  func `is not there where`(_ option: String) throws {
    let session = try session(Self.run + "print 'begins' run(2, {\(option)}) print 'ended'")
    #expect(session.shows("ended") == "begins\r\nended")
  }

  @Test func `is not there on what cannot go back in a line`() throws {
    let session = try session(Self.run + "print 'begins' run(2, {}) print 'ended'", ["TERM": "dumb"])
    #expect(session.shows("ended") == "begins\r\nended")
  }

  @Test func `is not there where there is no terminal`() throws {
    let outcome = try polyak("-e", Self.run + "run(2, {}) print 'ended'", environment: ["TERM": "xterm"])
    #expect(outcome == Outcome(output: "ended\n"))
  }

  @Test func `is gone where an error ends the run`() throws {
    let session = try session(
      Self.run + """
        local finish = os.time() + 3
        print(pcall(run, 9, {record = {late = {every = 1000, f = function() assert(os.time() < finish, "late") return 1 end}}}))
        """)
    #expect(session.shows("loss ") != nil)
    let rest = try #require(session.shows("late"))
    #expect(rest.contains("\r\u{1B}[Kfalse"), "\(rest)")
  }

  /// What takes long, by what its line begins with.
  static let operations: [(title: String, code: String)] = [
    (
      "\r",
      "require('workers').map(4, function() local t = os.time() + 9 while os.time() < t do end return '' end, {title = 'calls'})"
    ),
    (
      "\rheavy ball    0%  ",
      "optim.hb{loss = L, eta = 1e-4, mu = 0.9}:run({{-1.2, 1}, {0, 0}}, 10^11 // 1 | 0, {every = 'last'})"
    ),
    ("\rheavy-ball flow of order 3 ", "flow:integrate({-1.2, 1}, 10^11 // 1 | 0, {every = 'last', method = 'rk4'})"),
    ("\rheavy-ball flow of order 3 ", "flow:integrate({-1.2, 1}, 10^11 // 1 | 0, {every = 'last', max_steps = 10^12 // 1 | 0})"),
    (
      "\rorder of error    0%  ",
      "hbf.order_of_error{loss = L, from = {-1.2, 1}, T = 1e5, mu = 0.5, order = 2, etas = {1e-5, 5e-6}}"
    ),
    ("\rheavy ball    0%  ", "p:train(p:start(0.1), {eta = 1e-9, mu = 0.5, loss = 0, steps = 10^11 // 1 | 0})"),
    ("\rseries of order 17  ", "hbf.series(17)"),
    ("\rcoefficients of order 17  ", "hbf.coefficients{mu = 0.5, order = 17, k = 3}"),
    ("\rcheck_gradient  ", "diagnostics.check_gradient(L, {1, 2}, {directions = 1000000})"),
    ("\rrandom numbers  ", "random.new(1):normal(300000000)"),
    ("\rhessian  ", "wide:hessian(vec(6000, 1))"),
    (
      "\rsharpness  ",
      """
      d = data.digits()
      N = losses.mlp{inputs = d.X, labels = d.labels, widths = {512, 512}, seed = 1}
      diagnostics.sharpness(N, N:start(), {tolerance = 1e-300, iterations = 100000})
      """
    ),
  ]

  @Test(arguments: operations) func `is there`(_ title: String, _ code: String) throws {
    let session = try session(
      """
      L = losses.rosenbrock{}
      flow = hbf.flow{loss = L, eta = 1e-4, mu = 0.5, order = 3, form = "limit"}
      p = dln.sparse_regression{n = 40, d = 100, nonzero = 5, seed = 0}
      wide = losses.define(6000, function(b)
        local total = 0
        for i = 1, 40 do total = total + sum(sin(i * b) * exp(b / i)) end
        return total * sum(b)
      end)
      print "begins"
      \(code)
      """)
    #expect(session.shows("begins\r\n") != nil)
    let shown = try #require(session.shows("\u{1B}[K"), "\(code)")
    #expect(shown.hasPrefix(title), "\(shown)")
    session.type("\u{3}")
    #expect(session.shows("\r\u{1B}[K") != nil && session.shows("interrupted") != nil)
    #expect(session.exitCode() == 1)
  }

  @Test func `a field of a high order says when it will be made`() throws {
    let session = try session(
      """
      L = losses.define(2, function(b) return exp(sin(b[1] * b[2])) * tanh(b[1] - b[2]) + sigmoid(b[1]) * cos(b[2]) end)
      hbf.flow{loss = L, eta = 1e-4, mu = 0.5, order = 64, form = "limit"}:field{0.3, 0.4}
      """)
    let shown = try #require(session.shows(" left"))
    #expect(shown.hasPrefix("\rflow:field  ") && shown.contains("%  "), "\(shown)")
    session.type("\u{3}")
    #expect(session.shows("interrupted") != nil)
    #expect(session.exitCode() == 1)
    #expect(Headway(done: 250_000, of: 1_000_000, seconds: 2, unit: .parts).words == "6 s left")
  }

  @Test func `a file that is read says how much of it is`() {
    let headway = Headway(done: 250_000_000, of: 1_000_000_000, seconds: 2, unit: .bytes)
    #expect(
      headway.texts(title: "reading a.csv") == [
        "reading a.csv   25%  ######..................  125 MB/s, 6 s left",
        "reading a.csv   25%  ###.........  125 MB/s, 6 s left", "reading a.csv   25%  #.....  125 MB/s, 6 s left",
        "reading a.csv   25%  125 MB/s, 6 s left", "reading a.csv  125 MB/s, 6 s left", " 25%  125 MB/s, 6 s left",
        " 25%  6 s left", " 25%",
      ])
    #expect(Headway(done: 0, of: 10, seconds: 1).texts(title: "a") == nil)
  }

  @Test func `is a line at times, which stays, where there is no terminal`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    do {
      let line = TerminalLine(to: ends[1], interval: 0.05)
      #expect(!line.isDue)
      #expect(comesTrue { line.isDue })
      line.show(["first, the longest", "first"])
      #expect(!line.isDue)
      #expect(comesTrue { line.isDue })
      line.show(["second"])
    }
    close(ends[1])
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = read(ends[0], &bytes, bytes.count)
    #expect(String(decoding: bytes.prefix(count), as: UTF8.self) == "first, the longest\nsecond\n")
  }
}
