# Recomputes what R has functions for among the comparisons, flags, limits and trends, and compares to a relative 1e-7,
# beside the finer inference_oracle.py. Run by `make test-deep`:
#
#   Rscript Tests/Oracles/inference_oracle.R DIR      DIR/inference.csv from `swift test` with TRIVSEL_ORACLE_DIR=DIR
#
# An oracle gives the results at the places that it names; NA is what it does not know. Exit status 1 when one differs.
arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 1) stop("usage: inference_oracle.R DIR")
path <- file.path(arguments[1], "inference.csv")
if (!file.exists(path)) stop(path, " not found; run `swift test` with TRIVSEL_ORACLE_DIR first")
tolerance <- 1e-7

mid_p <- function(x, y, e, f) {
  n <- x + y
  share <- e / (e + f)
  below <- pbinom(x - 1, n, share)
  above <- pbinom(x, n, share, lower.tail = FALSE)
  min(1, 2 * min(below, above) + dbinom(x, n, share))
}
welch <- function(x, y, confidence) {
  test <- t.test(x, y, conf.level = confidence)
  unname(c(mean(x) - mean(y), test$conf.int[1:2], test$p.value, test$statistic, test$parameter))
}
# Marshall's global estimator as spdep's EBest computes it.
marshall <- function(y, e, variance) {
  m <- sum(y) / sum(e)
  v <- variance(m)
  a <- max(0, sum(e * (y / e - m)^2) / sum(e) - sum(e * v) / sum(e))
  c(m, a, m + (if (a > 0) a / (a + v) else 0 * v) * (y / e - m))
}
slopes <- function(x) {
  pairs <- combn(length(x), 2)
  steps <- (x[pairs[2, ]] - x[pairs[1, ]]) / (pairs[2, ] - pairs[1, ])
  steps[!is.na(steps)]
}
trend <- function(all) c(sum(sign(all)), NA, NA, NA, median(all), NA, NA)
oracles <- list(
  conditionalBinomialMidP = mid_p,
  compareRates = function(x, y, e, f, confidence) {
    first <- poisson.test(x, e, conf.level = confidence)
    second <- poisson.test(y, f, conf.level = confidence)
    d <- x / e - y / f
    c(d, d - sqrt((x / e - first$conf.int[1])^2 + (second$conf.int[2] - y / f)^2),
      d + sqrt((first$conf.int[2] - x / e)^2 + (y / f - second$conf.int[1])^2), mid_p(x, y, e, f))
  },
  compareShares = function(x, y, m, n, confidence) {
    if (x + y == 0 || x + y == m + n) return(NULL)
    test <- suppressWarnings(prop.test(c(x, y), c(m, n), correct = FALSE))
    d <- x / m - y / n
    c(d, NA, NA, test$p.value, sign(d) * sqrt(test$statistic))
  },
  compareMeans = function(x, y, scale, confidence) welch(x / scale, y / scale, confidence),
  compareScores = function(up, middle, down, up2, middle2, down2, confidence) {
    welch(rep(c(100, 0, -100), c(up, middle, down)), rep(c(100, 0, -100), c(up2, middle2, down2)), confidence)
  },
  shrunkenRates = function(y, e) marshall(y, e, function(m) m / e),
  shrunkenShares = function(y, n) marshall(y, n, function(m) m * (1 - m) / n),
  benjaminiHochberg = function(p, q) {
    adjusted <- p.adjust(p, "BH", n = length(p))
    c(adjusted, !is.na(adjusted) & adjusted <= q)
  },
  poissonControlLimits = function(mean) qpois(c(0.00135, 0.99865), mean),
  seasonalMannKendall = function(values) {
    trend(unlist(lapply(1:12, function(month) {
      series <- values[seq(month, length(values), by = 12)]
      if (length(series) > 1) slopes(series)
    })))
  },
  mannKendall = function(values) trend(slopes(values))
)

passed <- 0
failed <- 0
for (line in readLines(path)) {
  halves <- strsplit(line, ",=,", fixed = TRUE)[[1]]
  head <- strsplit(halves[1], ",", fixed = TRUE)[[1]]
  oracle <- oracles[[head[1]]]
  if (is.null(oracle)) next
  theirs <- do.call(oracle, lapply(head[-1], function(text) as.numeric(strsplit(text, ";", fixed = TRUE)[[1]])))
  if (is.null(theirs)) next
  ours <- as.numeric(strsplit(halves[2], ",", fixed = TRUE)[[1]])
  # What is missing with us is missing with R; what R does not know is not held.
  known <- !is.na(theirs)
  scale <- pmax(abs(ours), abs(theirs), 1e-300)
  fits <- length(ours) == length(theirs) &&
    all((ours == theirs | abs(ours - theirs) <= tolerance * scale)[known]) &&
    (head[1] != "benjaminiHochberg" || identical(is.na(ours), is.na(theirs)))
  if (isTRUE(fits)) {
    passed <- passed + 1
  } else {
    failed <- failed + 1
    cat("R oracle:", halves[1], "ours", format(ours, digits = 17), "theirs", format(theirs, digits = 17), "\n")
  }
}
cat(sprintf("R %s.%s: %d passed, %d failed\n", R.version$major, R.version$minor, passed, failed))
if (failed > 0 || passed < 1000) quit(status = 1)
