import LuaKit

/// `data`: data sets, and the files of numbers that other programs write and read.
let dataModule = Module(
  "data", "Data sets, and files: NumPy's arrays (.npy) and comma-separated values.",
  functions: [
    DataSetFunctions.digits, DataSetFunctions.cifar10, CSVFunctions.read, NPYFunctions.read, CSVFunctions.save,
    NPYFunctions.save,
  ])
