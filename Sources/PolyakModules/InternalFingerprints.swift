import HeavyBall
import LuaKit

/// `polyak.fingerprints`, for the files of stdlib/ alone: values told from others by what they hold, the same at every start
/// and on every machine.
enum InternalFingerprints {
  static let name = "polyak.fingerprints"

  static func open(in state: LuaState) throws(LuaError) {
    let table = state.makeTable()
    // a string, numbers in a list or in rows, or an object -> 16 digits; nil of an object that only its text tells from others
    table["of"] = .function(
      try state.function("\(name).of") { call in
        var fingerprint = Fingerprint()
        switch call[0] {
        case .string(let text): fingerprint.add(text.bytes)
        case .table(let list):
          if case .success(let numbers) = list.numbersOrFirstOther() {
            fingerprint.add(numbers)
          } else {
            // Rows of different lengths are no matrix.
            guard let matrix = try? list.rows() else { return Results(LuaValue.nil) }
            fingerprint.add(UInt64(matrix.columns))
            fingerprint.add(matrix.elements)
          }
        case .object(let object as any Fingerprinted): object.add(to: &fingerprint)
        default: return Results(LuaValue.nil)
        }
        return Results(fingerprint.text)
      })
    state.loaded[name] = .table(table)
  }
}

/// An object that holds more than its text says.
private protocol Fingerprinted: LuaObject {
  func add(to fingerprint: inout Fingerprint)
}

extension LossObject: Fingerprinted {}

extension VectorObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) { fingerprint.add(vector.elements) }
}

extension MatrixObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) {
    fingerprint.add(UInt64(matrix.columns))
    fingerprint.add(matrix.elements)
  }
}

extension FloatMatrixObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) {
    fingerprint.add(UInt64(matrix.columns))
    fingerprint.add(matrix.elements)
  }
}

extension TrajectoryObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) { fingerprint.add(trajectory.points.elements) }
}

extension EnsembleObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) {
    for i in 0..<ensemble.count { fingerprint.add(ensemble.member(i).points.elements) }
  }
}

extension RecordObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) { fingerprint.add(recording.values) }
}

extension RandomObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) {
    // What it would draw next stands for what it has drawn.
    for word in upcoming { fingerprint.add(word) }
  }
}

extension OptimizerObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) { fingerprint.add(iteration) }
}

extension FlowObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) {
    fingerprint.add(flow.objective)
    let numbers = flow.coefficients
    for coefficient in [numbers.stepSize, numbers.momentum, numbers.lookahead] { fingerprint.add(coefficient: coefficient) }
    fingerprint.add(flow.isFused ? 1 : 0)
    if let batches { fingerprint.add("\(batches)") }
  }
}

extension SecondOrderObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) {
    fingerprint.add(flow.objective)
    fingerprint.add([flow.stepSize, flow.momentum])
  }
}

extension PrincipalFlowObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) {
    fingerprint.add(flow.objective)
    fingerprint.add([flow.method.stepSize, flow.method.momentum, flow.method.lookahead])
  }
}

extension CentralFlowObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) {
    fingerprint.add(flow.objective)
    fingerprint.add([flow.method.stepSize, flow.method.momentum, flow.method.lookahead, flow.relaxation])
  }
}

extension AdamFlowObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) {
    fingerprint.add(flow.objective)
    fingerprint.add([flow.stepSize, flow.firstDecay, flow.secondDecay, flow.epsilon])
  }
}

extension NoiseFlowObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) {
    fingerprint.add(flow.objective)
    fingerprint.add([flow.stepSize, flow.momentum])
    if case .covariance(let matrix) = flow.noise { fingerprint.add(matrix.elements) }
  }
}

extension SystemObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) { fingerprint.add(system) }
}

extension DiagonalProblemObject: Fingerprinted {
  fileprivate func add(to fingerprint: inout Fingerprint) {
    fingerprint.add(problem.x.elements)
    fingerprint.add(problem.y.elements)
    fingerprint.add(problem.normalization.rawValue)
  }
}
