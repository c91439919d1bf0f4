# Recomputes our survival curves with R's package survival and compares to a relative 1e-7. Run by `make test-deep`:
#
#   Rscript Tests/Oracles/survival_oracle.R DIR      DIR/survival.csv from `swift test` with TRIVSEL_ORACLE_DIR=DIR
#
# R knows no least number at risk: it is given the persons at risk after our start, from then on, and its curve is held
# up to our end; survival_oracle.py judges the two. Exit status 1 when one differs.
suppressPackageStartupMessages(library(survival))
arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 1) stop("usage: survival_oracle.R DIR")
path <- file.path(arguments[1], "survival.csv")
if (!file.exists(path)) stop(path, " not found; run `swift test` with TRIVSEL_ORACLE_DIR first")
tolerance <- 1e-7
numbers <- function(text) as.numeric(strsplit(text, ";", fixed = TRUE)[[1]])

passed <- 0
failed <- 0
largest <- 0
for (line in readLines(path)) {
  halves <- strsplit(line, ",=,", fixed = TRUE)[[1]]
  if (halves[2] == "none") next
  given <- lapply(strsplit(halves[1], ",", fixed = TRUE)[[1]], numbers)
  # A curve without events has empty lists at the end, which strsplit drops.
  ours <- lapply(strsplit(paste0(halves[2], ",#"), ",", fixed = TRUE)[[1]], function(text) {
    if (text != "#") numbers(text)
  })
  start <- ours[[1]]
  entry <- pmax(given[[1]], start)
  exit <- given[[2]]
  kept <- exit > start & entry < exit
  fit <- survfit(Surv(entry[kept], exit[kept], given[[3]][kept]) ~ 1, conf.type = "log-log")
  at <- which(fit$n.event > 0 & fit$time <= ours[[2]])
  low <- fit$lower[at]
  high <- fit$upper[at]
  none <- fit$surv[at] %in% c(0, 1)
  low[none] <- -1
  high[none] <- -1
  theirs <- c(fit$time[at], fit$n.risk[at], fit$n.event[at], fit$surv[at], low, high)
  own <- unlist(ours[4:9])
  median <- fit$time[fit$surv <= 0.5 + 1e-12 & fit$time <= ours[[2]]][1]
  fits <- length(theirs) == length(own) && (if (is.na(median)) -1 else median) == ours[[3]]
  if (fits && length(own) > 0) {
    difference <- ifelse(own == theirs, 0, abs(own - theirs) / pmax(abs(own), abs(theirs), 1e-300))
    largest <- max(largest, difference)
    fits <- all(difference <= tolerance)
  }
  if (fits) {
    passed <- passed + 1
  } else {
    failed <- failed + 1
    cat("R survival:", substr(halves[2], 1, 200), "\n  theirs", head(theirs, 20), "\n")
  }
}
cat(sprintf(
  "R survival %s: %d curves agree, %d do not; largest relative difference %.1e\n", packageVersion("survival"), passed,
  failed, largest))
if (failed > 0 || passed < 300) quit(status = 1)
