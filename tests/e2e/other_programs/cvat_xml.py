"""CVAT for images, 1.1, by its documentation: read with ElementTree, written with XMLGenerator and two
decimals, as CVAT itself writes."""
import os
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import XMLGenerator

import faces


def read(folder, scheme):
    root = ElementTree.parse(faces.only_file(folder, ".xml")).getroot()
    assert root.tag == "annotations" and root.findtext("version") == "1.1"
    ids = [int(image.get("id")) for image in root.iter("image")]
    assert ids == list(range(len(ids)))
    for image in root.iter("image"):
        for skeleton in image.iter("skeleton"):
            points = [faces.ABSENT] * len(scheme["points"])
            for point in skeleton.iter("points"):
                x, y = (float(number) for number in point.get("points").split(","))
                v = 1 if point.get("occluded") == "1" else 2
                if point.get("outside") == "0":
                    points[scheme["points"].index(point.get("label"))] = [x, y, v]
            yield {"image": image.get("name"), "width": int(image.get("width")),
                   "height": int(image.get("height")), "points": points}


def write(folder, scheme, some):
    with open(os.path.join(folder, "annotations.xml"), "w", encoding="utf-8") as file:
        xml = XMLGenerator(file, "utf-8")
        xml.startDocument()
        xml.startElement("annotations", {})
        xml.startElement("version", {})
        xml.characters("1.1")
        xml.endElement("version")
        for number, (name, of_image) in enumerate(faces.by_image(some).items()):
            size = {"width": str(of_image[0]["width"]), "height": str(of_image[0]["height"])}
            xml.startElement("image", {"id": str(number), "name": name, **size})
            for face in of_image:
                write_skeleton(xml, face, scheme)
            xml.endElement("image")
        xml.endElement("annotations")
        xml.endDocument()


def write_skeleton(xml, face, scheme):
    xml.startElement("skeleton", {"label": "face", "source": "manual", "z_order": "0"})
    for name, (x, y, v) in zip(scheme["points"], face["points"]):
        xml.ignorableWhitespace("\n    ")
        xml.startElement("points", {
            "label": name, "source": "manual", "outside": str(int(v == 0)),
            "occluded": str(int(v == 1)), "points": f"{x:.2f},{y:.2f}"})
        xml.endElement("points")
    xml.endElement("skeleton")


faces.main(read, write)
