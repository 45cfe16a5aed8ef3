import Foundation
import FoundationXML
import Testing

/// scripts/fig1.lua and network_flow.lua as their users run them, on little of the data.
@Suite("The scripts of networks") struct FigureOneScriptTests {
  static func script(_ name: String) -> String {
    Page.root + "/scripts/\(name).lua"
  }

  let folder = TemporaryFolder()
  static let small = ["--rows", "40", "--widths", "6", "--every", "20", "--epochs"]

  private func run(_ arguments: [String], _ environment: [String: String] = [:]) throws -> Outcome {
    try polyak(
      [Self.script("fig1")] + arguments, environment: environment.merging(["LC_ALL": "C.UTF-8"]) { a, _ in a }, in: folder)
  }

  @Test func `Figure 1 ends with its line and writes data, plots and settings, and the last checkpoints`() throws {
    let outcome = try run(Self.small + ["60"])
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
    let last = try #require(outcome.output.split(separator: "\n").last).split(separator: " ")
    #expect(last.count == 6 && last[0] == "gd" && last[2] == "hb" && last[4] == "bound" && last[5] == "10")
    #expect(Double(last[1]) != nil && Double(last[3]) != nil)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/results/fig1").sorted()
    #expect(
      names == [
        "checkpoint-gd-a-beta.npy", "checkpoint-gd-a-loss.npy", "checkpoint-gd-a-smoothness.npy",
        "checkpoint-gd-a-vectors.npy", "checkpoint-gd.json", "checkpoint-hb-a-beta.npy", "checkpoint-hb-a-loss.npy",
        "checkpoint-hb-a-m.npy", "checkpoint-hb-a-smoothness.npy", "checkpoint-hb-a-vectors.npy", "checkpoint-hb.json",
        "fig1-gd.csv", "fig1-hb.csv", "fig1.csv", "fig1.json", "fig1.svg", "fig1a.svg", "fig1b.svg", "fig1c.svg", "fig1d.svg",
        "outputs.json",
      ])
    let rows = try folder.read("results/fig1/fig1.csv").split(separator: "\n")
    #expect(rows.count == 61 && rows[0] == "epoch,gd_smoothness,gd_loss,hb_smoothness,hb_loss")
    #expect(try folder.read("results/fig1/fig1-hb.csv").split(separator: "\n").count == 5)
    for name in ["", "a", "b", "c", "d"] {
      let document = try XMLDocument(data: Data(try folder.read("results/fig1/fig1\(name).svg").utf8))
      #expect(document.rootElement()?.name == "svg")
    }
  }

  @Test func `a run that was killed goes on to the same bits, and another configuration is refused`() throws {
    let whole = try run(Self.small + ["2000", "--out", "whole"])
    #expect(whole.code == 0, "\(whole.errors)")
    let streams = TemporaryFolder()
    let launched = try Launched(
      [Self.script("fig1")] + Self.small + ["2000", "--out", "part"], environment: ["HOME": folder.path],
      folder: folder.path, files: (try streams.write("", to: "in"), streams.path + "/out", streams.path + "/err"))
    let checkpoint = folder.path + "/part/checkpoint-gd.json"
    for _ in 0..<2000 where !FileManager.default.fileExists(atPath: checkpoint) { usleep(2000) }
    kill(launched.process, SIGKILL)
    _ = launched.wait()
    // The copies die with the program, but not before it is reaped.
    usleep(200_000)
    try #require(FileManager.default.fileExists(atPath: checkpoint))

    let again = try run(Self.small + ["2000", "--out", "part"])
    #expect(again.code == 1 && again.errors.contains("--resume goes on from it"), "\(again.errors)")
    let other = try run(Self.small + ["2000", "--eta", "0.1", "--out", "part", "--resume"])
    #expect(other.code == 1 && other.errors.contains("settings.eta: 0.2 there, 0.1 here"), "\(other.errors)")
    let resumed = try run(Self.small + ["2000", "--out", "part", "--resume"])
    #expect(resumed.code == 0, "\(resumed.errors)")
    for name in ["fig1.csv", "fig1-gd.csv", "fig1-hb.csv"] {
      #expect(try folder.read("part/" + name) == folder.read("whole/" + name), "\(name)")
    }
  }

  @Test func `--resume lengthens a finished training to the same bits, and begins anew only where nothing is lost`() throws {
    #expect(
      try run(Self.small + ["50", "--out", "r", "--resume"]).errors == "fig1: there is no checkpoint in 'r': begins anew.\n")
    let again = try run(Self.small + ["90", "--out", "r"])
    #expect(again.code == 1 && again.errors.contains("--resume goes on from it"), "\(again.errors)")
    let longer = try run(Self.small + ["90", "--out", "r", "--resume"])
    #expect(longer.code == 0 && longer.errors == "", "\(longer.errors)")
    #expect(try run(Self.small + ["90", "--out", "whole"]).code == 0)
    for name in ["fig1.csv", "fig1-gd.csv", "fig1-hb.csv", "fig1.json"] {
      #expect(try folder.read("r/" + name) == folder.read("whole/" + name), "\(name)")
    }
    let shorter = try run(Self.small + ["30", "--out", "r", "--resume"])
    #expect(
      shorter.code == 1
        && shorter.errors.hasPrefix(
          "fig1: the checkpoint 'r/checkpoint-gd.json' is of epoch 80, behind --epochs, 30.\n"),
      "\(shorter.errors)")
    for name in ["gd", "hb"] { try FileManager.default.removeItem(atPath: folder.path + "/r/checkpoint-\(name).json") }
    let lost = try run(Self.small + ["90", "--out", "r", "--resume"])
    #expect(
      lost.code == 1
        && lost.errors.hasPrefix(
          "fig1: there is no checkpoint in 'r' to go on from, and 'r/fig1.json' is of results.\n"),
      "\(lost.errors)")
    #expect(try folder.read("r/fig1.csv") == folder.read("whole/fig1.csv"))
  }

  @Test func `methods that diverge are marked, at once or later, and can be resumed`() throws {
    for eta in ["1000", "1e30"] {
      let outcome = try run(Self.small + ["60", "--eta", eta, "--out", "diverging" + eta])
      #expect(outcome.code == 0 && outcome.output.contains("diverged at epoch "), "\(outcome.errors)")
    }
  }

  @Test func `a damaged checkpoint is named and kept`() throws {
    try FileManager.default.createDirectory(atPath: folder.path + "/out", withIntermediateDirectories: true)
    try folder.write("{\"settings\":", to: "out/checkpoint-gd.json")
    let outcome = try run(Self.small + ["20", "--out", "out", "--resume"])
    #expect(outcome.code == 1 && outcome.errors.contains("checkpoint-gd.json' is damaged"), "\(outcome.errors)")
    #expect(try folder.read("out/checkpoint-gd.json") == "{\"settings\":")
  }

  @Test func `on a network flows of order 2 and 3 follow heavy ball to their orders`() throws {
    let outcome = try polyak(
      [Self.script("network_flow"), "--rows", "60", "--steps", "60", "--widths", "8"],
      environment: ["LC_ALL": "C.UTF-8"], in: folder)
    #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
    let rows = try folder.read("results/network_flow/errors.csv").split(separator: "\n")
    #expect(
      rows[0] == "k,error_rgf,error_limit2,error_matched2,error_limit3,error_matched3,error_phase1,error_phase2,error_phase3"
        && rows.count == 62)
    let last = rows[61].split(separator: ",").compactMap { Double($0) }
    #expect(last.count == 9 && last[3] < 0.1 * last[1] && last[5] < 0.1 * last[3], "\(last)")
    #expect(last[7] < 0.1 * last[6] && last[8] < 0.1 * last[7] && last[8] < last[5], "\(last)")
  }
}
