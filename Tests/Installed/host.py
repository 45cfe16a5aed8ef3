"""Polyak in Python's Lua, which is lupa's: python3 host.py FOLDER, where FOLDER holds polyak.so."""

import os
import sys

# The module takes Lua's functions from the process, where lupa hides its own otherwise.
flags = sys.getdlopenflags()
sys.setdlopenflags(flags | os.RTLD_GLOBAL)
from lupa.lua54 import LuaRuntime
sys.setdlopenflags(flags)

lua = LuaRuntime(unpack_returned_tuples=True)
lua.globals().package.cpath = sys.argv[1] + "/?.so;" + lua.globals().package.cpath
polyak, _ = lua.require("polyak")
loss = polyak.losses.product(lua.table_from({"y": 0.6}))
heavy_ball = polyak.optim.hb(lua.table_from({"loss": loss, "eta": 5e-3, "mu": 0.7}))
run = heavy_ball.run(heavy_ball, lua.table_from([2.8, 3.5]), 200)
end = run.final(run)
print(f"{end[1]:.6f} {end[2]:.6f}")
