// What was learned of how labels deviate (curate/suspicion.h), as a file: the shipped one lies at
// share_dir()/models/suspicion68/weights.fpm. Any thread.
#pragma once

#include <filesystem>
#include <string>

#include "curate/suspicion.h"

namespace facepoint {

// `card`: a JSON object, what it was learned from.
void write_suspicion_prior(const std::filesystem::path& file, const std::string& scheme,
                           const SuspicionPrior& prior, const std::string& card);

// Throws Error: kNotFound, kDamaged, kNewerVersion, kUnsupported (another kind of file).
struct SuspicionFile {
  std::string scheme;
  std::string card;  // JSON
  SuspicionPrior prior;
};
SuspicionFile read_suspicion_prior(const std::filesystem::path& file);

// The shipped one where it is of this scheme, else an empty one: the data alone then says what is
// usual.
SuspicionPrior shipped_suspicion_prior(const std::string& scheme);

}  // namespace facepoint
