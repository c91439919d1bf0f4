# Recomputes what we made of the public tables of peopleanalyticsdata with R's packages survival and psych and 20 lines of
# base R, to a relative 1e-7. Run by `make test-deep`:
#
#   Rscript Tests/Oracles/public_data_oracle.R DIR      DIR/public_data.csv from `swift test` with TRIVSEL_ORACLE_DIR=DIR
#
# The tables are read from TRIVSEL_SHARED_DATA or ../shared/data; without them there is nothing to judge, which is said.
suppressPackageStartupMessages(library(survival))
arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 1) stop("usage: public_data_oracle.R DIR")
script <- normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
root <- dirname(dirname(dirname(script)))
data <- file.path(
  Sys.getenv("TRIVSEL_SHARED_DATA", file.path(dirname(root), "shared", "data")), "peopleanalyticsdata")
if (!dir.exists(data)) {
  cat("R public data: skipped,", data, "is not there\n")
  quit(status = 0)
}
path <- file.path(arguments[1], "public_data.csv")
if (!file.exists(path)) stop(path, " not found; run `swift test` with TRIVSEL_ORACLE_DIR first")

theirs <- list()
retention <- read.csv(file.path(data, "job_retention.csv"))
groups <- list(
  all = TRUE, F = retention$gender == "F", M = retention$gender == "M", sentiment7 = retention$sentiment >= 7,
  sentiment6 = retention$sentiment < 7)
for (name in names(groups)) {
  fit <- survfit(Surv(month, left) ~ 1, retention[groups[[name]], ], conf.type = "log-log")
  for (i in which(fit$n.event > 0)) {
    theirs[[paste("survival", name, fit$time[i], sep = ":")]] <-
      c(fit$n.risk[i], fit$n.event[i], fit$surv[i], fit$lower[i], fit$upper[i])
  }
}
survey <- read.csv(file.path(data, "employee_survey.csv"))
for (scale in c("Ben", "Work", "Man", "Car", "")) {
  items <- survey[startsWith(names(survey), scale)]
  value <- suppressMessages(suppressWarnings(psych::alpha(items, check.keys = FALSE, warnings = FALSE)))$total$raw_alpha
  feldt <- psych::alpha.ci(value, n.obs = nrow(items), n.var = ncol(items))
  theirs[[paste0("alpha:", scale)]] <- c(value, feldt$lower.ci, feldt$upper.ci)
}
together <- cor(survey)
among <- together[-1, -1]
outcome <- together[-1, 1]
turned <- eigen(among, symmetric = TRUE)
root <- turned$vectors %*% diag(sqrt(turned$values)) %*% t(turned$vectors)
weights <- as.vector(root^2 %*% solve(root, outcome)^2)
theirs[["drivers:Happiness"]] <- c(weights, outcome, summary(lm(Happiness ~ ., survey))$r.squared)

failed <- 0
seen <- 0
for (line in readLines(path)) {
  halves <- strsplit(line, ",=,", fixed = TRUE)[[1]]
  ours <- as.numeric(strsplit(halves[2], ",", fixed = TRUE)[[1]])
  other <- theirs[[halves[1]]]
  seen <- seen + 1
  if (length(ours) != length(other) || any(abs(ours - other) > 1e-7 * pmax(abs(ours), abs(other)))) {
    failed <- failed + 1
    cat("R public data:", halves[1], "ours", format(ours, digits = 12), "theirs", format(other, digits = 12), "\n")
  }
}
cat(sprintf("R public data: %d results agree, %d do not\n", seen - failed, failed))
if (failed > 0 || seen != length(theirs)) quit(status = 1)
