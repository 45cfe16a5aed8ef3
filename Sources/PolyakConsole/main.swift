import PolyakModules
print("polyak")
