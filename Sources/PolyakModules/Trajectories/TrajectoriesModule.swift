import HeavyBall
import LuaKit

private let loss = Parameter(
  "loss", .object(LossObject.self), "the loss that it was made on; a system's solution needs none"
).optional

/// `trajectories`: runs from files.
let trajectoriesModule = Module(
  "trajectories", "Runs and solutions that were saved.",
  functions: [
    Function(
      "load",
      "A trajectory that trajectory:save has written to a .npz or .json file, with its points, losses, records, memory and "
        + "batches. A run goes on from it as from the one that was saved, to the bit. No file holds a loss: give the one that it "
        + "was made on. What dense = true kept is not there.",
      [Parameters.file, loss], returns: .object(TrajectoryObject.self),
      example: """
        L = losses.product{y = 1}
        hb = optim.hb{loss = L, eta = 0.1, mu = 0.9}
        path = hb:run({1, 2}, 50):save(os.tmpname() .. ".npz")
        t = trajectories.load(path, L)
        os.remove(path)
        hb:run(t, 50):final() == hb:run({1, 2}, 100):final()  --> true
        """
    ) { call in
      let (path, loss) = (try call[Parameters.file], try call[loss])
      return TrajectoryObject(
        try call.handlingFiles {
          try Trajectory(loading: path, of: loss?.objective, call.supervision(Call.title("reading", path)))
        })
    }
  ])
