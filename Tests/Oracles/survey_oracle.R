# Recomputes what surveys need with R's packages psych and multilevel and with base R, to a relative 1e-7 (1e-6 of the
# largest where an eigendecomposition is in it). Run by `make test-deep`:
#
#   Rscript Tests/Oracles/survey_oracle.R DIR      DIR/survey.csv from `swift test` with TRIVSEL_ORACLE_DIR=DIR
#
# multilevel::ICC1 takes the arithmetic mean of the units' sizes where we take the harmonic one: it is held for units of
# one size only, ICC2 and the mean squares for all. Exit status 1 when one differs.
suppressPackageStartupMessages({
  library(psych)
  library(multilevel)
})
arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 1) stop("usage: survey_oracle.R DIR")
path <- file.path(arguments[1], "survey.csv")
if (!file.exists(path)) stop(path, " not found; run `swift test` with TRIVSEL_ORACLE_DIR first")

rows <- function(text) lapply(strsplit(text, "|", fixed = TRUE)[[1]], function(row) {
  as.numeric(strsplit(row, ";", fixed = TRUE)[[1]])
})
table_of <- function(text) do.call(rbind, rows(text))
long <- function(text) {
  units <- rows(text)
  data.frame(unit = factor(rep(seq_along(units), lengths(units))), x = unlist(units))
}

# Johnson's relative weights: the outcome is the last column.
relative_weights <- function(text) {
  together <- cor(table_of(text))
  last <- ncol(together)
  among <- together[-last, -last, drop = FALSE]
  outcome <- together[-last, last]
  turned <- eigen(among, symmetric = TRUE)
  root <- turned$vectors %*% diag(sqrt(turned$values), last - 1) %*% t(turned$vectors)
  slopes <- solve(root, outcome)
  weights <- as.vector(root^2 %*% slopes^2)
  c(weights, outcome, sum(weights))
}

oracles <- list(
  # Above 4e5 degrees of freedom below R takes the chi-square limit, good for four digits.
  fQuantile = function(p, d1, d2) {
    if (as.numeric(d2) <= 4e5) qf(as.numeric(p), as.numeric(d1), as.numeric(d2))
  },
  alpha = function(text) {
    x <- table_of(text)
    # Answers run against each other in some cases; that psych says so is its business.
    found <- suppressMessages(suppressWarnings(psych::alpha(as.data.frame(x), check.keys = FALSE, warnings = FALSE)))
    feldt <- psych::alpha.ci(found$total$raw_alpha, n.obs = nrow(x), n.var = ncol(x))
    c(found$total$raw_alpha, feldt$lower.ci, feldt$upper.ci)
  },
  spearmanBrown = function(text) {
    r <- cor(table_of(text))[1, 2]
    2 * r / (1 + r)
  },
  pearson = function(text) {
    x <- table_of(text)
    cor(x[, 1], x[, ncol(x)])
  },
  icc = function(text) {
    data <- long(text)
    model <- aov(x ~ unit, data)
    squares <- summary(model)[[1]][, 3]
    sizes <- tabulate(data$unit)
    first <- if (length(unique(sizes)) == 1) multilevel::ICC1(model) else NA
    c(first, multilevel::ICC2(model), squares[1:2], 1 / mean(1 / sizes))
  },
  rwg = function(text, options) {
    data <- long(text)
    options <- as.numeric(options)
    median(multilevel::rwg(data$x, data$unit, ranvar = (options^2 - 1) / 12)$rwg, na.rm = TRUE)
  },
  spearman = function(x, y) {
    x <- rows(x)[[1]]
    rho <- cor(x, rows(y)[[1]], method = "spearman")
    if (abs(rho) > 1 - 1e-12) return(c(rho, rho, rho, 0))
    error <- sqrt(1.06 / (length(x) - 3))
    c(rho, tanh(atanh(rho) + c(-1, 1) * qnorm(0.975) * error), 2 * pnorm(-abs(atanh(rho)) / error))
  },
  percentiles = function(text) quantile(rows(text)[[1]], c(0.025, 0.975), type = 7, names = FALSE),
  drivers = relative_weights
)

passed <- table(factor(character(), levels = names(oracles)))
failed <- 0
one_size <- 0
for (line in readLines(path)) {
  halves <- strsplit(line, ",=,", fixed = TRUE)[[1]]
  head <- strsplit(halves[1], ",", fixed = TRUE)[[1]]
  oracle <- oracles[[head[1]]]
  if (is.null(oracle)) next
  theirs <- do.call(oracle, as.list(head[-1]))
  if (is.null(theirs)) next
  ours <- as.numeric(strsplit(halves[2], ",", fixed = TRUE)[[1]])
  if (head[1] == "icc") one_size <- one_size + !is.na(theirs[1])
  held <- !is.na(theirs)
  least <- if (head[1] == "drivers") max(abs(ours)) else if (head[1] == "fQuantile") 0 else 1e-3
  tolerance <- if (head[1] == "drivers") 1e-6 else 1e-7
  fits <- length(ours) == length(theirs) &&
    all(abs(ours - theirs)[held] <= tolerance * pmax(abs(ours), abs(theirs), least)[held])
  if (fits) {
    passed[head[1]] <- passed[head[1]] + 1
  } else {
    failed <- failed + 1
    cat("R survey:", substr(halves[1], 1, 200), "ours", head(ours), "theirs", head(theirs), "\n")
  }
}
cat(sprintf("R survey (psych %s, multilevel %s): %s; %d units of one size for ICC1; %d failed\n",
  packageVersion("psych"), packageVersion("multilevel"), paste(names(passed), passed, collapse = ", "), one_size, failed))
if (failed > 0 || any(passed < 20) || one_size < 50) quit(status = 1)
