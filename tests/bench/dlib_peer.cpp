// facepoint-dlib-peer THREADS plain|enlarged < LIST: what dlib's HOG face detector and 68-point
// predictor take for the pictures of a list, one path a line. Prints one JSON object. Pictures are
// decoded by our own decoder and given to dlib in grey: as they are, its fastest way, or enlarged
// twice, as dlib's own example does, since HOG sees no face below 80 pixels. `facepoint bench
// annotate --peer dlib` starts it; dlib is never part of facepoint.
#include <dlib/image_processing.h>
#include <dlib/image_processing/frontal_face_detector.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "base/cpu_clock.h"
#include "base/error.h"
#include "image/codec.h"
#include "image/process.h"

namespace {
using namespace facepoint;

struct Tally {
  std::atomic<std::size_t> next{0};
  std::atomic<int> faces{0};
  std::atomic<int> failures{0};
  std::atomic<double> cpu{0};
};

dlib::array2d<unsigned char> grey_array(const Picture& picture) {
  const Picture grey = to_grey(picture);
  dlib::array2d<unsigned char> array(grey.height, grey.width);
  for (int y = 0; y < grey.height; ++y) {
    std::memcpy(&array[y][0], grey.row(y), static_cast<std::size_t>(grey.width));
  }
  return array;
}

void annotate(const std::vector<std::string>& files, bool enlarged,
              const dlib::shape_predictor& points, dlib::frontal_face_detector detector,
              Tally& tally) {
  for (std::size_t i = tally.next++; i < files.size(); i = tally.next++) {
    try {
      auto picture = grey_array(load_picture(files[i]));
      if (enlarged) dlib::pyramid_up(picture);
      for (const dlib::rectangle& box : detector(picture)) {
        tally.faces += points(picture, box).num_parts() == 68 ? 1 : 0;
      }
    } catch (const Error&) {
      ++tally.failures;
    }
  }
  tally.cpu += thread_cpu_seconds();
}

}  // namespace

int main(int argc, char** argv) {
  const int threads = argc == 3 ? std::atoi(argv[1]) : 0;
  const std::string way = argc == 3 ? argv[2] : "";
  if (threads < 1 || (way != "plain" && way != "enlarged")) {
    std::cerr << "usage: facepoint-dlib-peer THREADS plain|enlarged < LIST\n";
    return 2;
  }
  try {
    use_one_thread_a_picture();
    std::vector<std::string> files;
    for (std::string line; std::getline(std::cin, line);) files.push_back(line);
    dlib::shape_predictor points;
    dlib::deserialize(FACEPOINT_DLIB_POINTS) >> points;
    const dlib::frontal_face_detector detector = dlib::get_frontal_face_detector();

    Tally tally;
    const auto began = std::chrono::steady_clock::now();
    {
      std::vector<std::jthread> workers;
      for (int i = 0; i < threads; ++i) {
        workers.emplace_back([&] { annotate(files, way == "enlarged", points, detector, tally); });
      }
    }
    const double wall =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    std::cout << nlohmann::json{{"images", files.size()},
                                {"faces", tally.faces.load()},
                                {"failures", tally.failures.load()},
                                {"wall_seconds", wall},
                                {"cpu_seconds", tally.cpu.load()}}
              << "\n";
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "facepoint-dlib-peer: " << error.what() << "\n";
    return 1;
  }
}
