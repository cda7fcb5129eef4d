"""Label Studio's tasks with Python's json, and its labelling configuration with ElementTree."""
import json
import os
import xml.etree.ElementTree as ElementTree

import faces


def control_tags(folder):
    """By name: the kind of result that a tag gives, and its labels."""
    tags = {}
    for tag in ElementTree.parse(faces.only_file(folder, ".xml")).getroot():
        if tag.tag == "Image":
            continue
        assert tag.get("toName") == "image" and tag.get("name") not in tags
        tags[tag.get("name")] = (tag.tag.lower(), [label.get("value") for label in tag])
    return tags


def read(folder, scheme):
    tags = control_tags(folder)
    with open(faces.only_file(folder, ".json"), encoding="utf-8") as file:
        tasks = json.load(file)
    for task in tasks:
        (annotation,) = task["annotations"]
        parents = {}
        ids = [result["id"] for result in annotation["result"]]
        assert len(set(ids)) == len(ids), "a result's id is its own"
        for result in annotation["result"]:
            kind, labels = tags[result["from_name"]]
            assert result["type"] == kind and result["to_name"] == "image"
            (label,) = result["value"][kind]
            assert label in labels, f"{label} is not one of {result['from_name']}"
            size = [result["original_width"], result["original_height"]]
            x, y = (result["value"][axis] / 100 * extent for axis, extent in zip("xy", size))
            if kind == "rectanglelabels":
                parents[result["id"]] = ([faces.ABSENT] * len(scheme["points"]), size)
            else:
                points, _ = parents[result["parentID"]]
                points[scheme["points"].index(label)] = [x, y, 2]
        for points, (width, height) in parents.values():
            yield {"image": task["data"]["image"], "width": width, "height": height,
                   "points": points}


def write(folder, scheme, some):
    tasks = []
    for name, of_image in faces.by_image(some).items():
        results = []
        for number, face in enumerate(of_image):
            for label, (x, y, v) in zip(scheme["points"], face["points"]):
                if v:
                    results.append({
                        "original_width": face["width"], "original_height": face["height"],
                        "image_rotation": 0, "origin": "manual", "id": f"k{len(results)}",
                        "from_name": "kp", "to_name": "img", "type": "keypointlabels",
                        "parentID": f"r{number}",
                        "value": {"x": x / face["width"] * 100, "y": y / face["height"] * 100,
                                  "width": 0.3, "keypointlabels": [label]}})
        # A cancelled annotation is none.
        tasks.append({"id": 70 + len(tasks), "data": {"image": name}, "predictions": [], "annotations": [
            {"id": 1, "was_cancelled": True, "result": []},
            {"id": 2, "was_cancelled": False, "result": results}]})
    with open(os.path.join(folder, "labels.json"), "w", encoding="utf-8") as file:
        json.dump(tasks, file)


faces.main(read, write)
