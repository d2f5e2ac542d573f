import { dayIn } from '@isp/values';
import { get, may, patch, post, type Route } from '../kernel/http/route.ts';
import { listAreas } from './area-store.ts';
import * as area from './contract/areas.ts';
import { PriceBundle } from './contract/bundles.ts';
import * as coupon from './contract/coupons.ts';
import * as pack from './contract/packs.ts';
import * as c from './contract.ts';
import { listCoupons } from './coupon-store.ts';
import { createArea } from './create-area.ts';
import { createCoupon } from './create-coupon.ts';
import { getArea } from './get-area.ts';
import { getCoupon } from './get-coupon.ts';
import { getPack } from './get-pack.ts';
import { getPlan } from './get-plan.ts';
import { listPacks } from './pack-store.ts';
import { priceBundle } from './price-bundle.ts';
import { listPlans } from './store.ts';
import { updateArea } from './update-area.ts';
import { updateCoupon } from './update-coupon.ts';
import { updatePack } from './update-pack.ts';
import { updatePlan } from './update-plan.ts';

export const routes: readonly Route[] = [
  get('/plans', may('tariffs.read'), c.ListPlans, (ctx, input) => listPlans(ctx.tx, input, dayIn(ctx.now, 'UTC'))),
  get('/plans/:id', may('tariffs.read'), c.GetPlan, getPlan),
  patch('/plans/:id', may('tariffs.write'), c.UpdatePlan, updatePlan),
  post('/bundles/price', may('tariffs.write'), PriceBundle, priceBundle),
  get('/areas', may('tariffs.read'), area.ListAreas, (ctx, input) => listAreas(ctx.tx, input)),
  get('/areas/:id', may('tariffs.read'), area.GetArea, getArea),
  post('/areas', may('tariffs.write'), area.CreateArea, createArea),
  patch('/areas/:id', may('tariffs.write'), area.UpdateArea, updateArea),
  get('/coupons', may('tariffs.read'), coupon.ListCoupons, (ctx, input) => listCoupons(ctx.tx, input)),
  get('/coupons/:id', may('tariffs.read'), coupon.GetCoupon, getCoupon),
  post('/coupons', may('tariffs.write'), coupon.CreateCoupon, createCoupon),
  patch('/coupons/:id', may('tariffs.write'), coupon.UpdateCoupon, updateCoupon),
  get('/packs', may('tariffs.read'), pack.ListPacks, (ctx, input) => listPacks(ctx.tx, input)),
  get('/packs/:id', may('tariffs.read'), pack.GetPack, getPack),
  patch('/packs/:id', may('tariffs.write'), pack.UpdatePack, updatePack),
];
