"""`/api/v1/`: machine-readable answers for signed-in pages. The public's machine-readable edition is files under `/data/`."""

from django.urls import path
from rest_framework.decorators import api_view
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer

from reporting.models import Job
from reporting.permissions import visible


class JobSerializer(ModelSerializer):
    """Progress of long work: stored facts only, no invented percentage."""

    class Meta:
        model = Job
        fields = ["id", "kind", "state", "step", "done", "total", "steps", "beat_at", "finished_at", "reference"]


@api_view(["GET"])
def job(request, pk: int):
    """One job the person may see; 404 for anybody else."""
    return Response(JobSerializer(get_object_or_404(visible(request.user, Job), pk=pk)).data)


urlpatterns = [path("jobs/<int:pk>/", job, name="job")]
