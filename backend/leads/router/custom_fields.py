"""Fields that a company adds to its leads."""

import uuid

from fastapi import APIRouter, status

from backend.core.http.dependencies import Admin, TenantSession, Viewer
from backend.leads import custom_fields
from backend.leads.custom_field_schemas import CustomFieldCreate, CustomFieldOut, CustomFieldUpdate

router = APIRouter(prefix="/custom-fields", tags=["leads"])


@router.get("", summary="The company's own fields of leads")
async def list_fields(_: Viewer, session: TenantSession) -> list[CustomFieldOut]:
    return [CustomFieldOut.model_validate(each) for each in await custom_fields.list_fields(session)]


@router.post("", status_code=status.HTTP_201_CREATED, summary="Add a field to leads")
async def create(body: CustomFieldCreate, actor: Admin, session: TenantSession) -> CustomFieldOut:
    return CustomFieldOut.model_validate(await custom_fields.create(session, body, by=actor))


@router.patch("/{field_id}", summary="Change a field of leads")
async def change(field_id: uuid.UUID, body: CustomFieldUpdate, actor: Admin, session: TenantSession) -> CustomFieldOut:
    return CustomFieldOut.model_validate(await custom_fields.change(session, field_id, body, by=actor))


@router.delete("/{field_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a field of leads")
async def remove(field_id: uuid.UUID, actor: Admin, session: TenantSession) -> None:
    """Its values go from all leads in the background."""
    await custom_fields.remove(session, field_id, by=actor)
