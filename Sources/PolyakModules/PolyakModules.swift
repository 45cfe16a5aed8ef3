import HeavyBall
import LuaKit
