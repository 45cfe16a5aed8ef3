import LuaKit

/// `data`: data sets, and the files of numbers that other programs write and read.
let dataModule = Module(
  "data", "Data sets, and files: NumPy's arrays (.npy) and comma-separated values.",
  functions: [
    DataSetFunctions.digits, DataSetFunctions.cifar10.dependent(on: "files"), CSVFunctions.read.dependent(on: "files"),
    NPYFunctions.read.dependent(on: "files"), CSVFunctions.save, NPYFunctions.save,
  ])
