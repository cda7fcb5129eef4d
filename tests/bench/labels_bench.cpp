// bench_labels [MEGABYTES] [FACES AN IMAGE]: what importing one large COCO file costs beside
// reading its bytes and beside its reader alone, what exporting it again and in other formats costs
// beside the import, and how much memory they take. Writes the file by itself: faces of 68 points,
// whose images are not there. All is measured in this run.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "base/error.h"
#include "bench/timing.h"
#include "formats/label_format.h"
#include "support/temp_dir.h"

namespace {
namespace fs = std::filesystem;
using namespace facepoint;
using bench::seconds;

constexpr double kMega = 1e6;

// One annotation, some 1,700 bytes: a face of about 150 pixels somewhere in a large picture.
std::string annotation(std::int64_t id, std::int64_t image, const Scheme& scheme,
                       std::mt19937& random) {
  std::uniform_real_distribution<double> place(200, 800);
  std::normal_distribution<double> noise(0, 1);
  const Point middle{place(random), place(random)};
  std::string text = "{\"id\":" + std::to_string(id) + ",\"image_id\":" + std::to_string(image) +
                     ",\"category_id\":1,\"iscrowd\":0,\"keypoints\":[";
  for (std::size_t i = 0; i < scheme.typical_shape.size(); ++i) {
    const Point at = scheme.typical_shape[i].position * 150 + middle;
    text += (i == 0 ? "" : ",") + std::to_string(at.x + noise(random)) + "," +
            std::to_string(at.y + noise(random)) + ",2";
  }
  return text + "],\"num_keypoints\":68,\"bbox\":[" + std::to_string(middle.x - 75) + "," +
         std::to_string(middle.y - 75) + ",150,150]}";
}

// Returns the number of faces.
std::int64_t write_coco(const fs::path& path, double bytes, std::int64_t faces_an_image) {
  const Scheme& scheme = SchemeLibrary::standard().get("ibug68");
  std::mt19937 random(1);
  std::ofstream out(path, std::ios::binary);
  out << "{\"annotations\":[\n";
  std::int64_t faces = 0;
  for (; static_cast<double>(out.tellp()) < bytes; ++faces) {
    if (faces != 0) out << ",\n";
    out << annotation(faces + 1, faces / faces_an_image + 1, scheme, random);
  }
  out << "\n],\n\"images\":[\n";
  for (std::int64_t i = 0; i * faces_an_image < faces; ++i) {
    out << (i == 0 ? "" : ",\n") << "{\"id\":" << i + 1 << ",\"file_name\":\"photos/" << i % 1000
        << "/picture_" << i << ".jpg\",\"width\":1000,\"height\":1000}";
  }
  out << "\n],\n\"categories\":[{\"id\":1,\"name\":\"face\"}]}\n";
  return faces;
}

void read_bytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<char> buffer(1U << 20U);
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()))) {
  }
}

struct Ignored : LabelSink {
  void text(std::string_view) override {}
  void take(ReadFace) override { ++faces; }
  void bad(BadLine, std::string_view) override {}
  std::int64_t faces = 0;
};

void read_labels(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  ReadContext context;
  context.path = path.string();
  context.scheme = &SchemeLibrary::standard().get("ibug68");
  Ignored sink;
  find_label_format("coco")->read(in, context, sink);
}

struct Measured {
  double seconds = 0;
  double mega = 0;  // of memory, at most at a time
};

// The program itself, for memory of its own.
Measured run_program(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::fflush(stdout);  // or the child would write it again
  Measured measured;
  rusage usage{};
  int status = 0;
  measured.seconds = seconds([&] {
    const pid_t child = ::fork();
    if (child == 0) {
      std::freopen("/dev/null", "w", stdout);
      std::freopen("/dev/null", "w", stderr);
      ::execv(arguments[0], arguments.data());
      ::_exit(127);
    }
    ::wait4(child, &status, 0, &usage);
  });
  constexpr int kSomeMissing = 3;  // the images
  if (!WIFEXITED(status) || (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != kSomeMissing)) {
    throw Error(ErrorCode::kInternal, "it failed", words[1]);
  }
  measured.mega = static_cast<double>(usage.ru_maxrss) * 1024 / kMega;
  return measured;
}

void measure(double bytes, std::int64_t faces_an_image) {
  const test::TempDir dir;
  const fs::path labels = dir / "labels.json";
  const std::int64_t faces = write_coco(labels, bytes, faces_an_image);
  std::printf("COCO file %.0f MB, %lld faces, %lld an image\n",
              static_cast<double>(fs::file_size(labels)) / kMega, static_cast<long long>(faces),
              static_cast<long long>(faces_an_image));
  read_bytes(labels);  // warms the file cache
  const double plain = seconds([&] { read_bytes(labels); });
  const double reader = seconds([&] { read_labels(labels); });
  const std::string program = fs::canonical("/proc/self/exe").parent_path() / "facepoint";
  const std::string project = dir / "bench.facepoint";
  const Measured first = run_program({program, "import", project, labels});
  const Measured again = run_program({program, "import", project, labels});
  std::printf("reading the bytes    %8.2f s\nreader alone         %8.2f s\n", plain, reader);
  std::printf("import               %8.2f s  %6.0f MB at most\n", first.seconds, first.mega);
  std::printf("importing it again   %8.2f s  %6.0f MB at most\n", again.seconds, again.mega);
  std::printf("import / bytes       %8.1f\nimport / reader      %8.1f\n", first.seconds / plain,
              first.seconds / reader);
  for (const std::string format : {"coco", "udacity-csv", "dlib-xml"}) {
    const Measured taken =
        run_program({program, "export", project, "--out", dir / format, "--format", format});
    std::printf("export as %-11s%8.2f s  %6.0f MB at most, %.1f of the import\n", format.c_str(),
                taken.seconds, taken.mega, taken.seconds / first.seconds);
    fs::remove_all(dir / format);
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    measure((argc > 1 ? std::atof(argv[1]) : 132) * kMega, argc > 2 ? std::atoll(argv[2]) : 4);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "bench_labels: %s\n", failure.what());
    return 1;
  }
  return 0;
}
