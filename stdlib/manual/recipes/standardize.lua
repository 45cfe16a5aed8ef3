---@meta
---Standardize the columns of a CSV file (normalize, scale; standardization, normalization, z-scores): subtract each
---column's mean and divide by its standard deviation.
---
---The means and deviations are those of the rows to train on; rows to test on are shifted and scaled by the same
---numbers. A column whose numbers are all equal has no deviation to divide by: leave it out.
---
---    A = mat{{50, 1900, 2}, {80, 1990, 3}, {110, 1990, 4}}
---    data.save_csv("houses.csv", A, {names = {"area", "year", "price"}})
---    X = data.csv("houses.csv").X
---    means = mean(X, "columns")
---    deviations = sqrt(mean((X - means)^2, "columns"))
---    Z = (X - means) / deviations
---    abs(Z:column(1):sum()) < 1e-12  --> true
---    abs(Z:column(1):norm() / sqrt(#Z) - 1) < 1e-12  --> true
---    L = losses.least_squares{X = Z:columns(1, 2), y = Z:column(3)}
---    optim.hb{loss = L, eta = 0.1, mu = 0.5}:run({0, 0}, 500):final()[1] > 0.99  --> true
local standardize = {}
return standardize
