// Measures annotating a folder's pictures: the whole pipeline into a project of its own that is
// thrown away, decoding alone, and a peer, all in one run with the same number of threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"
#include "tasks/detectors.h"
#include "tasks/face_pipeline.h"

namespace facepoint {

struct BenchAnnotateOptions {
  std::filesystem::path folder;             // pictures in it and below
  std::filesystem::path model;              // a weights file; empty: the shipped one
  std::string detector = kDefaultDetector;  // see tasks/detectors.h
  std::string peer;                         // "dlib" or empty: none
  int threads = 2;

  void check() const;  // throws Error(kInvalidInput)
};

struct BenchAnnotateReport {
  struct Peer {
    std::string
        name;  // "dlib": pictures twice as large, as in its own example; "dlib_plain": as they are
    std::int64_t faces = 0;
    double wall = 0;
    double cpu = 0;
  };
  std::string model;  // its name
  int threads = 0;
  int cores = 0;  // that the threads can use
  std::int64_t images = 0;
  std::int64_t failures = 0;  // could not be read
  std::int64_t faces = 0;
  double wall = 0;         // of the pipeline, without loading the model
  double decode_wall = 0;  // of decoding alone
  StageSeconds cpu;        // of the pipeline
  std::vector<Peer> peers;

  double images_per_second() const { return static_cast<double>(images) / wall; }
  // This pipeline's images a second divided by those of decoding alone and of the peer.
  double ratio_to_decode() const { return decode_wall / wall; }
  double ratio_to(const Peer& peer) const { return peer.wall / wall; }
  // Wall time over the least that the stages' processor time allows on these cores; 1 is perfect.
  double overlap() const { return wall / (sum(cpu) / cores); }
};

// Throws Error(kNotFound) for a folder without pictures and for a peer that is not installed.
BenchAnnotateReport run_bench_annotate(const BenchAnnotateOptions& options, JobContext& job);

}  // namespace facepoint
