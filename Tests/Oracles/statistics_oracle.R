# Recomputes our statistics with R's own functions and compares to a relative 1e-7, beside the SciPy oracle, which is
# finer: R's root finders for intervals stop earlier. Run by `make test-deep`:
#
#   Rscript Tests/Oracles/statistics_oracle.R DIR      DIR/statistics.csv from `swift test` with TRIVSEL_ORACLE_DIR=DIR
#
# Only cases that base R can represent in doubles are held: sums below 2^53. Exit status 1 when one differs.
arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 1) stop("usage: statistics_oracle.R DIR")
path <- file.path(arguments[1], "statistics.csv")
if (!file.exists(path)) stop(path, " not found; run `swift test` with TRIVSEL_ORACLE_DIR first")
tolerance <- 1e-7

exact <- function(...) all(abs(c(...)) < 2^53)
oracles <- list(
  normalQuantile = function(p) qnorm(p),
  tQuantile = function(p, degrees) if (p > 1e-12 && degrees > 0.1) qt(p, degrees),
  tCDF = function(t, degrees) pt(t, degrees),
  chiSquareQuantile = function(p, degrees) if (p > 1e-12 && degrees > 0.1) qchisq(p, degrees),
  wilson = function(x, n, confidence) {
    if (n > 1) suppressWarnings(prop.test(x, n, conf.level = confidence, correct = FALSE)$conf.int[1:2])
  },
  poissonExact = function(events, confidence) poisson.test(events, conf.level = confidence)$conf.int[1:2],
  quantileType7 = function(values, p) {
    quantile(as.numeric(strsplit(values, ";")[[1]]), p, type = 7, names = FALSE)
  },
  meanT = function(n, total, squares, scale) {
    if (!exact(n * squares, total * total)) return(NULL)
    variance <- (squares - total * total / n) / (n - 1) / scale / scale
    mean <- total / n / scale
    c(mean, variance, mean + c(-1, 1) * qt(0.975, n - 1) * sqrt(variance / n))
  }
)

passed <- 0
failed <- 0
for (line in readLines(path)) {
  halves <- strsplit(line, ",=,", fixed = TRUE)[[1]]
  head <- strsplit(halves[1], ",", fixed = TRUE)[[1]]
  oracle <- oracles[[head[1]]]
  if (is.null(oracle)) next
  given <- lapply(head[-1], function(text) if (grepl(";", text)) text else suppressWarnings(as.numeric(text)))
  if (head[1] == "quantileType7") given[[1]] <- as.character(head[2])
  theirs <- do.call(oracle, given)
  if (is.null(theirs)) next
  ours <- as.numeric(strsplit(halves[2], ",", fixed = TRUE)[[1]])
  scale <- pmax(abs(ours), abs(theirs), 1e-300)
  # R gives Wilson's limits at no and at all successes within 1e-17 of 0 and 1.
  fits <- ours == theirs | abs(ours - theirs) <= pmax(tolerance * scale, if (head[1] == "wilson") 1e-15 else 0)
  if (all(fits)) {
    passed <- passed + 1
  } else {
    failed <- failed + 1
    cat("R oracle:", halves[1], "ours", format(ours, digits = 17), "theirs", format(theirs, digits = 17), "\n")
  }
}
cat(sprintf("R %s.%s: %d passed, %d failed\n", R.version$major, R.version$minor, passed, failed))
if (failed > 0 || passed < 1000) quit(status = 1)
