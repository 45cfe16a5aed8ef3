---@meta
---Python reads results: NumPy's arrays with numpy.load, trajectories and other tables as JSON, CSV with pandas or
---NumPy.
---
---    hb = optim.hb{loss = losses.product{y = 0.6}, eta = 1e-3, mu = 0.5}:run({1, 2}, 10)
---    hb:save "run.json"  --> run.json
---    hb:save "run.npy"  --> run.npy
---    data.save_npy("points.npy", hb.beta)  --> points.npy
---    require("script.json_file").write("settings.json", {eta = 1e-3, final = hb:final()})
---
---In Python `numpy.load("points.npy")` is the array of the points, here of shape (11, 2), and `numpy.load("run.npy")`
---one with the columns step, t, loss, beta_1, beta_2, here of shape (11, 5).
---
---`json.load(open("run.json"))` is a dictionary with "title", "step_size", and the lists "steps", "t", "loss" and
---"beta"; NaN and the infinities are read as such. The same numbers come out, to the last bit.
---
---Back again: what `numpy.save` has written `data.npy` reads, and `script.json` what `json.dump` has.
local python = {}
return python
