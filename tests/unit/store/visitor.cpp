// Another program that opens a project, adds a dataset and closes it: visitor PROJECT NAME.
// A fork of the test would not do: it inherits what SQLite knows of its locks.
#include <cstdio>

#include "store/datasets.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  try {
    facepoint::Project project = facepoint::Project::open(argv[1]);
    facepoint::add_dataset(project, {{}, argv[2], "/", "ibug68"});
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
